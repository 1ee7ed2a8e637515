"""What can be asked of an annotated text."""

from hum_hub import Column, Headings, Subtask, load_statements
from hum_hub_plugin_ie.naming import TRIGGER, RoleNames

STATEMENTS = load_statements("hum_hub_plugin_ie")

_Input = tuple[str, Headings]
_TEXT: _Input = ("text", {"en": ("Text:\n", "The text:\n", "Input:\n"), "zh": ("文本：\n", "原文：\n", "输入：\n")})
_UTTERANCE: _Input = (
    "text",
    {
        "en": ("Utterance:\n", "The user says:\n", "Request:\n"),
        "zh": ("用户的话：\n", "用户说：\n", "指令：\n"),
    },
)
_REVIEW: _Input = (
    "text",
    {"en": ("Review:\n", "The review:\n", "A customer writes:\n"), "zh": ("评论：\n", "评论内容：\n", "顾客写道：\n")},
)
_MENTIONS: _Input = (
    "mentions",
    {
        "en": ("Mentions:\n", "Given mentions:\n", "Mentions, one a line:\n"),
        "zh": ("提及：\n", "给定的提及：\n", "提及（每行一个）：\n"),
    },
)
_TYPES: _Input = (
    "types",
    {
        "en": ("Entity types: ", "Types of entities: ", "Types to choose from: "),
        "zh": ("实体类型：", "可选的实体类型：", "实体的类型有："),
    },
)
_SUBJECT: _Input = ("subject", {"en": ("Subject: ", "First mention: "), "zh": ("主体：", "前一项：")})
_OBJECT: _Input = ("object", {"en": ("Object: ", "Second mention: "), "zh": ("客体：", "后一项：")})
_ENTITY: _Input = (
    "entity",
    {"en": ("Entity: ", "The entity: ", "Given entity: "), "zh": ("实体：", "给定实体：", "所问实体：")},
)
_TRIGGER: _Input = (
    "trigger",
    {"en": ("Trigger: ", "Trigger word: ", "The trigger: "), "zh": ("触发词：", "触发词语：", "事件触发词：")},
)
_EVENT: _Input = (
    "event",
    {"en": ("Event type: ", "Type of event: ", "Kind of event: "), "zh": ("事件类型：", "事件种类：", "事件类别：")},
)
_COLUMNS: _Input = ("columns", {"en": ("Columns: ", "The columns: "), "zh": ("栏目：", "各栏：", "要填的栏目：")})


def _column(en: str, zh: str, kind: str) -> Column:
    return Column({"en": en, "zh": zh}, kind)  # type: ignore[arg-type]  # one of the kinds


_TYPE = _column("type", "类型", "label")
_RELATION = _column("relation", "关系", "label")

SUBTASKS = {
    subtask.name: subtask
    for subtask in (
        Subtask(
            name="entities",
            columns=(_TYPE, _column("text", "文本", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["entities"],
            default_format="json-by-label",
            guideline_kinds=("entity",),
            by=0,
            window=6,
            inline=True,
        ),
        Subtask(
            name="mentions",
            columns=(_column("mention", "提及", "text"),),
            inputs=(_TEXT,),
            statements=STATEMENTS["mentions"],
            default_format="json-records",
            labels="none",
            inline=True,
        ),
        Subtask(
            name="typing",
            columns=(_column("mention", "提及", "text"), _TYPE),
            inputs=(_TEXT, _MENTIONS),
            statements=STATEMENTS["typing"],
            default_format="json-records",
            guideline_kinds=("entity",),
            by=1,
            optional=False,
            excludes=frozenset({"at-most", "occurrence", "repeats"}),  # the mentions are given
        ),
        Subtask(
            name="open-entities",
            columns=(_column("text", "文本", "text"), _column("kind", "种类", "word")),
            inputs=(_TEXT,),
            statements=STATEMENTS["open-entities"],
            default_format="json-records",
            labels="none",
        ),
        Subtask(
            name="quantities",
            columns=(_TYPE, _column("text", "文本", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["quantities"],
            default_format="json-by-label",
            guideline_kinds=("entity",),
            by=0,
            window=6,
            inline=True,
        ),
        Subtask(
            name="coreference",
            columns=(_column("mentions", "提及", "texts"),),
            inputs=(_TEXT,),
            statements=STATEMENTS["coreference"],
            default_format="json-records",
            labels="none",
        ),
        Subtask(
            name="slots",
            columns=(_column("slot", "槽位", "label"), _column("value", "取值", "text")),
            inputs=(_UTTERANCE,),
            statements=STATEMENTS["slots"],
            default_format="json-by-label",
            guideline_kinds=("slot",),
            by=0,
            window=6,
            inline=True,
        ),
        Subtask(
            name="aspect-terms",
            columns=(_column("aspect", "方面", "text"),),
            inputs=(_REVIEW,),
            statements=STATEMENTS["aspect-terms"],
            default_format="json-records",
            labels="none",
            inline=True,
        ),
        Subtask(
            name="relations",
            columns=(_column("subject", "主体", "text"), _RELATION, _column("object", "客体", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["relations"],
            default_format="json-records",
            guideline_kinds=("relation",),
            by=1,
            window=4,
        ),
        Subtask(
            name="pair-relation",
            columns=(_RELATION,),
            inputs=(_TEXT, _SUBJECT, _OBJECT),
            statements=STATEMENTS["pair-relation"],
            default_format="plain",
            guideline_kinds=("relation",),
            many=False,
            optional=False,
        ),
        Subtask(
            name="typed-relations",
            columns=(
                _column("subject", "主体", "text"),
                _column("subject type", "主体类型", "word"),
                _RELATION,
                _column("object", "客体", "text"),
                _column("object type", "客体类型", "word"),
            ),
            inputs=(_TEXT, _TYPES),
            statements=STATEMENTS["typed-relations"],
            default_format="json-records",
            guideline_kinds=("relation",),
            by=2,
            window=4,
        ),
        Subtask(
            name="card",
            columns=(_column("attribute", "属性", "label"), _column("value", "属性值", "text")),
            inputs=(_TEXT, _ENTITY),
            statements=STATEMENTS["card"],
            default_format="json-by-label",
            guideline_kinds=("relation",),
            by=0,
            window=6,
        ),
        Subtask(
            name="events",
            columns=(
                _column("event", "事件", "label"),
                _column("trigger", "触发词", "text"),
                _column("arguments", "论元", "roles"),
            ),
            inputs=(_TEXT,),
            statements=STATEMENTS["events"],
            default_format="json-records",
            guideline_kinds=("event",),
            by=0,
            window=4,
        ),
        Subtask(
            name="triggers",
            columns=(_column("event", "事件", "label"), _column("trigger", "触发词", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["triggers"],
            default_format="json-by-label",
            guideline_kinds=("event",),
            by=0,
            window=4,
            inline=True,
        ),
        Subtask(
            name="arguments",
            columns=(_column("role", "角色", "label"), _column("text", "文本", "text")),
            inputs=(_TEXT, _TRIGGER, _EVENT),
            statements=STATEMENTS["arguments"],
            default_format="json-by-label",
            labels="example",  # the roles of the type of the one event: those of other types are not to choose from
            guideline_kinds=("role",),
            by=0,
            label_names=RoleNames(),
        ),
        Subtask(
            name="table",
            columns=(Column(TRIGGER, "texts"),),  # and the roles, which `Task.columns` adds
            inputs=(_TEXT, _EVENT, _COLUMNS),
            statements=STATEMENTS["table"],
            default_format="json-records",
            labels="none",
            optional=False,
        ),
        Subtask(
            name="own-entities",
            columns=(_TYPE, _column("text", "文本", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["own-entities"],
            default_format="json-by-label",
            labels="example",
            guideline_kinds=("entity",),
            by=0,
            inline=True,
        ),
        Subtask(
            name="own-relations",
            columns=(_column("subject", "主体", "text"), _RELATION, _column("object", "客体", "text")),
            inputs=(_TEXT,),
            statements=STATEMENTS["own-relations"],
            default_format="json-records",
            labels="example",
            guideline_kinds=("relation",),
            by=1,
        ),
        Subtask(
            name="own-events",
            columns=(
                _column("event", "事件", "label"),
                _column("trigger", "触发词", "text"),
                _column("arguments", "论元", "roles"),
            ),
            inputs=(_TEXT,),
            statements=STATEMENTS["own-events"],
            default_format="json-records",
            labels="example",
            guideline_kinds=("event",),
            by=0,
        ),
        Subtask(
            name="tuples",
            columns=(
                _column("subject", "主语", "text"),
                _column("predicate", "谓语", "text"),
                _column("arguments", "论元", "texts"),
            ),
            inputs=(_TEXT,),
            statements=STATEMENTS["tuples"],
            default_format="json-records",
            labels="none",
        ),
    )
}
