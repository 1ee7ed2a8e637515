"""What answers look like as tuples, brackets, class calls and Turtle, and what is refused, in English and Chinese."""

import warnings

import pytest

from hum_hub import Conventions, Field, FormatError, Label, Schema, Unfit, Value
from hum_hub.craft.formats import SHARED

PLAIN = Conventions()


def schema(language, fields, names=(), **more):
    labels = tuple(Label(name, name) for name in names)
    return Schema(language, tuple(Field(*field) for field in fields), labels, **more)


ENTITIES = schema("en", (("type", "label"), ("text", "text")), ("person", "birth place", "org:founder"), by=0)
CHINESE = schema("zh", (("类型", "label"), ("文本", "text")), ("人物", "地点"), by=0)
ASPECTS = schema("en", (("aspect", "text"), ("polarity", "label")), ("good", "bad"), by=1)
RELATIONS = schema("en", (("subject", "text"), ("relation", "label"), ("object", "text")), ("lives in",), by=1)
EVENTS = schema("en", (("event", "label"), ("trigger", "text"), ("arguments", "roles")), ("meet",), by=0)
CHINESE_EVENTS = schema("zh", (("事件", "label"), ("触发词", "text"), ("论元", "roles")), ("会面",), by=0)
TUPLES = schema("en", (("subject", "text"), ("predicate", "text"), ("arguments", "texts")))
SPAN = schema("en", (("answer", "text"),), many=False)
TOPIC = schema("zh", (("标签", "label"),), ("体育", "财经"))

ADA = ((Value("person"), Value("Ada")), (Value("birth place"), Value("London")))
WANG = ((Value("人物"), Value("王小明")),)
GOOD = ((Value("food"), Value("good")),)
LIVES = ((Value("Ada"), Value("lives in"), Value("London")),)
MEETS = ((Value("meet"), Value("met"), (("agent", Value("Ada")), ("agent", Value("Bo")), ("place", Value("Oslo")))),)
HUIMIAN = ((Value("会面"), Value("见到"), (("施事", Value("王小明")), ("时间", Value("12:30")))),)
TWO = ((Value("Ada"), Value("met"), (Value("Bo"), Value("Cy"))), (Value("Bo"), Value("ran"), ()))
BATH = ((Value("Bath"),),)
SPORT = ((Value("体育"),), (Value("财经"),))

HEAD = "@prefix : <urn:hum:> .\n"


@pytest.mark.parametrize(
    ("format", "schema", "answer", "text"),
    [
        ("tuple-list", ENTITIES, ADA, '[("person", "Ada"), ("birth place", "London")]'),
        ("tuple-list", CHINESE, WANG, '[("人物", "王小明")]'),
        ("tuple-list", EVENTS, MEETS, '[("meet", "met", [("agent", "Ada"), ("agent", "Bo"), ("place", "Oslo")])]'),
        ("tuple-list", TUPLES, TWO, '[("Ada", "met", ["Bo", "Cy"]), ("Bo", "ran", [])]'),
        ("tuple-list", SPAN, BATH, '[("Bath",)]'),
        ("tuple-list", TOPIC, SPORT, '[("体育",), ("财经",)]'),
        ("tuple-list", ENTITIES, (), "[]"),
        ("bracketed", ENTITIES, ADA, "((person: Ada) (birth place: London))"),
        ("bracketed", CHINESE, WANG, "((人物: 王小明))"),
        ("bracketed", ASPECTS, GOOD, "((good: food))"),
        ("bracketed", RELATIONS, LIVES, "((lives in: (subject: Ada) (object: London)))"),
        ("bracketed", EVENTS, MEETS, "((meet: met (agent: Ada) (agent: Bo) (place: Oslo)))"),
        ("bracketed", CHINESE_EVENTS, HUIMIAN, "((会面: 见到 (施事: 王小明) (时间: 12:30)))"),
        (
            *("bracketed", TUPLES, TWO),
            "(((subject: Ada) (predicate: met) (arguments: Bo) (arguments: Cy)) ((subject: Bo) (predicate: ran)))",
        ),
        ("bracketed", SPAN, BATH, "((Bath))"),
        ("bracketed", ENTITIES, ((Value("org:founder"), Value("A: (B) \\")),), "((org\\:founder: A: \\(B\\) \\\\))"),
        ("bracketed", ENTITIES, (), "()"),
        ("class-calls", ENTITIES, ADA, '[Person(text="Ada"), BirthPlace(text="London")]'),
        ("class-calls", ENTITIES, ((Value("org:founder"), Value('"A"\n')),), '[OrgFounder(text="\\"A\\"\\n")]'),
        ("class-calls", CHINESE, WANG, '[人物(文本="王小明")]'),
        ("class-calls", ASPECTS, GOOD, '[Good(aspect="food")]'),
        ("class-calls", RELATIONS, LIVES, '[LivesIn(subject="Ada", object="London")]'),
        ("class-calls", EVENTS, MEETS, '[Meet(trigger="met", arguments={"agent": ["Ada", "Bo"], "place": "Oslo"})]'),
        ("class-calls", CHINESE_EVENTS, HUIMIAN, '[会面(触发词="见到", 论元={"施事": "王小明", "时间": "12:30"})]'),
        ("class-calls", SPAN, BATH, '[Result(answer="Bath")]'),
        ("class-calls", TOPIC, SPORT, "[体育(), 财经()]"),
        (
            "turtle",
            ENTITIES,
            ADA,
            HEAD + '[] :type "person" ; :text "Ada" .\n[] :type "birth place" ; :text "London" .',
        ),
        ("turtle", CHINESE, WANG, HEAD + '[] :类型 "人物" ; :文本 "王小明" .'),
        (
            *("turtle", CHINESE_EVENTS, HUIMIAN),
            HEAD + '[] :事件 "会面" ; :触发词 "见到" ; '
            ':论元 ( [ :role "施事" ; :value "王小明" ] [ :role "时间" ; :value "12:30" ] ) .',
        ),
        (
            *("turtle", TUPLES, TWO),
            HEAD + '[] :subject "Ada" ; :predicate "met" ; :arguments ( "Bo" "Cy" ) .\n'
            '[] :subject "Bo" ; :predicate "ran" ; :arguments () .',
        ),
        ("turtle", ENTITIES, (), HEAD.strip()),
    ],
)
def test_an_answer_looks_like_this(format, schema, answer, text):
    assert SHARED[format].fits(schema)
    assert SHARED[format].render(answer, schema, PLAIN) == text
    assert SHARED[format].parse(text, schema, PLAIN) == answer


@pytest.mark.parametrize(
    ("format", "schema", "text"),
    [
        ("tuple-list", ENTITIES, "[('person', 'Ada')]"),
        ("tuple-list", ENTITIES, '[("person","Ada")]'),
        ("tuple-list", ENTITIES, '[("person", "Ada"),]'),
        ("tuple-list", ENTITIES, '[("person", "A" "da")]'),
        ("tuple-list", ENTITIES, '[("person", "\\x41da")]'),
        ("tuple-list", ENTITIES, '[("person", "\\d")]'),
        ("tuple-list", ENTITIES, '[("person", b"Ada")]'),
        ("tuple-list", ENTITIES, '[("person", None)]'),
        ("tuple-list", ENTITIES, '[("person", "Ada")] # all'),
        ("tuple-list", ENTITIES, '[["person", "Ada"]]'),
        ("tuple-list", ENTITIES, '[("person", "Ada", "x")]'),
        ("tuple-list", ENTITIES, '("person", "Ada")'),
        ("tuple-list", ENTITIES, "{[]: ()}"),
        ("tuple-list", EVENTS, '[("meet", "met", {"agent": "Ada"})]'),
        ("tuple-list", EVENTS, '[("meet", "met", [("agent",)])]'),
        ("tuple-list", SPAN, '[("Bath",), ("Ayr",)]'),
        ("tuple-list", ENTITIES, "[" * 100_000),
        ("bracketed", ENTITIES, "((person: Ada)(birth place: London))"),
        ("bracketed", ENTITIES, "((person : Ada))"),
        ("bracketed", ENTITIES, "((person:Ada))"),
        ("bracketed", ENTITIES, "((person: Ada) )"),
        ("bracketed", ENTITIES, "((person: Ada)"),
        ("bracketed", ENTITIES, "(x (person: Ada))"),
        ("bracketed", ENTITIES, "((person: \\Ada))"),
        ("bracketed", ENTITIES, "((person: (Ada)))"),
        ("bracketed", ENTITIES, "((person: Ada (agent: Bo)))"),
        ("bracketed", ENTITIES, "((person: A\\: da))"),
        ("bracketed", RELATIONS, "((lives in: (object: London) (subject: Ada)))"),
        ("bracketed", RELATIONS, "((lives in: (subject: Ada)))"),
        ("bracketed", SPAN, "((Bath) (Ayr))"),
        ("class-calls", ENTITIES, "[Person(text='Ada')]"),
        ("class-calls", ENTITIES, '[Person("Ada")]'),
        ("class-calls", ENTITIES, '[Person(text = "Ada")]'),
        ("class-calls", ENTITIES, '[Person(text="Ada", text="Bo")]'),
        ("class-calls", ENTITIES, '[person(text="Ada")]'),
        ("class-calls", ENTITIES, '[Ｐerson(text="Ada")]'),
        ("class-calls", ENTITIES, '[Poet(text="Ada")]'),
        ("class-calls", ENTITIES, '[Person(name="Ada")]'),
        ("class-calls", ENTITIES, '[Person(text=f"Ada")]'),
        ("class-calls", ENTITIES, "[Person(text=str())]"),
        ("class-calls", ENTITIES, 'Person(text="Ada")'),
        ("class-calls", EVENTS, '[Meet(trigger="met", arguments={"agent": ["Ada"]})]'),
        ("class-calls", EVENTS, '[Meet(trigger="met", arguments={"agent": "Ada", "agent": "Bo"})]'),
        ("class-calls", EVENTS, '[Meet(trigger="met", arguments={"agent": []})]'),
        ("class-calls", EVENTS, '[Meet(arguments={}, trigger="met")]'),
        ("class-calls", SPAN, '[Result(answer="Bath"), Result(answer="Ayr")]'),
        ("turtle", ENTITIES, '[] :type "person" ; :text "Ada" .'),
        ("turtle", ENTITIES, HEAD + '[] :text "Ada" ; :type "person" .'),
        ("turtle", ENTITIES, HEAD + '[] :type "person" ; :text "Ada"@en .'),
        ("turtle", ENTITIES, HEAD + '[] :type "person" ; :text "Ada", "Bo" .'),
        ("turtle", ENTITIES, HEAD + "[] :type 'person' ; :text 'Ada' ."),
        ("turtle", ENTITIES, HEAD + '_:a :type "person" ; :text "Ada" .'),
        ("turtle", ENTITIES, HEAD + '[] :type "person" .'),
        ("turtle", ENTITIES, HEAD + '[] :type "person" ; :text "Ada" . # all'),
        ("turtle", ENTITIES, HEAD),
        ("turtle", TUPLES, HEAD + '[] :subject "Ada" ; :predicate "met" ; :arguments "Bo" .'),
        ("turtle", SPAN, HEAD + '[] :answer "Bath" .\n[] :answer "Ayr" .'),
    ],
)
def test_a_departure_is_refused(format, schema, text):
    with pytest.raises(FormatError):
        SHARED[format].parse(text, schema, PLAIN)


@pytest.mark.parametrize("format", ["tuple-list", "class-calls"])
@pytest.mark.parametrize("text", ['["\\d"]', "[1or 2]", '[b"\\u0041"]'])
def test_python_has_nothing_to_warn_of_in_what_is_refused(format, text):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(FormatError):
            SHARED[format].parse(text, ENTITIES, PLAIN)
    assert not said


@pytest.mark.parametrize("kind", ["texts", "roles"])
def test_a_turtle_list_in_a_circle_is_refused(kind):
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    circle = f'[] :name "x" ; :parts _:a .\n_:a <{rdf}first> "y" ; <{rdf}rest> _:a .'
    with pytest.raises(FormatError):
        SHARED["turtle"].parse(HEAD + circle, schema("en", (("name", "text"), ("parts", kind))), PLAIN)


@pytest.mark.parametrize(
    ("format", "schema", "answer", "reason"),
    [
        ("bracketed", ENTITIES, ((Value("person"), Value("A\nB")),), "line-break-or-edge-blank"),
        ("bracketed", ENTITIES, ((Value("person"), Value(" A")),), "line-break-or-edge-blank"),
        ("bracketed", ENTITIES, ((Value("person"), Value("")),), "line-break-or-edge-blank"),
        ("class-calls", ENTITIES, ((Value("poet"), Value("Ada")),), "label-not-in-schema"),
        (
            *("class-calls", EVENTS),
            ((Value("meet"), Value("met"), (("a", Value("1")), ("b", Value("2")), ("a", Value("3")))),),
            "scattered-roles",
        ),
        *((format, SPAN, BATH + BATH, "more-than-one-record") for format in ("bracketed", "class-calls", "tuple-list")),
        ("turtle", SPAN, BATH + BATH, "more-than-one-record"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_reason(format, schema, answer, reason):
    with pytest.raises(Unfit, match=f"^{reason}$"):
        SHARED[format].render(answer, schema, PLAIN)


@pytest.mark.parametrize(
    "names", [("a b", "a_b"), ("person", "Person"), ("3D",), ("none",), ("C++", "C"), ("＋",), ("Ａ",)]
)
def test_labels_that_make_no_different_class_names_do_not_fit(names):
    clashing = schema("en", (("type", "label"), ("text", "text")), names, by=0)
    assert not SHARED["class-calls"].fits(clashing)
    with pytest.raises(Unfit):
        SHARED["class-calls"].render(((Value(names[0]), Value("Ada")),), clashing, PLAIN)


def test_fields_that_are_no_names_do_not_fit():
    for names in (("class",), ("1st",), ("a b", "a_b")):
        assert not SHARED["class-calls"].fits(schema("en", tuple((name, "text") for name in names)))
    assert not SHARED["turtle"].fits(schema("en", (("a b", "text"), ("a_b", "text"))))
    assert not SHARED["turtle"].fits(schema("en", (("a.", "text"),)))
    assert not SHARED["bracketed"].fits(schema("en", (("text", "text"), ("other", "text"), ("arguments", "roles"))))
