"""Schemas and answers of the shapes that formats know, for their tests."""

from hum_hub import Conventions, Field, Label, Schema, Value

ENTITIES = Schema(
    "en", (Field("type", "label"), Field("text", "text")), (Label("person", "person"), Label("place", "place")), by=0
)
CHINESE = Schema(
    "zh", (Field("类型", "label"), Field("文本", "text")), (Label("person", "人物"), Label("place", "地点")), by=0
)
SPAN = Schema("en", (Field("answer", "text"),), many=False)
ANSWERS = Schema("en", (Field("answer", "word"),))
WORDS = Schema("zh", (Field("答案", "word"),))
EVENTS = Schema(
    "en",
    (Field("event", "label"), Field("trigger", "text"), Field("arguments", "roles")),
    (Label("attack", "attack"), Label("birth", "birth")),
    by=0,
)
FACTS = Schema("zh", (Field("主体", "text"), Field("取值", "texts")))
RELATIONS = Schema(
    "en",
    (Field("subject", "text"), Field("relation", "label"), Field("object", "text")),
    (Label("born in", "born in"),),
    by=1,
)
PLAIN = Conventions()
SINGLE = Conventions(single=True)
OMIT = Conventions(absent="omit")


def entity(label: str, text: str) -> tuple[Value, Value]:
    return Value(label), Value(text)


ONE = (entity("place", "Bath"),)
TWO = (entity("place", "Bath"), entity("place", "Ayr"))
CHINESE_TWO = (entity("地点", "杭州"), entity("地点", "绍兴"))
ATTACK = ((Value("attack"), Value("raid"), (("agent", Value("Picts")),)),)
FACT = ((Value("水"), (Value("无色"), Value("无味"))),)
BORN = ((Value("Ada"), Value("born in"), Value("London")),)
