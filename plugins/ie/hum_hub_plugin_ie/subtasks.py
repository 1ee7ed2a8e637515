"""What can be asked of an annotated text."""

from hum_hub import Column, Subtask, load_statements

_TEXT = ("text", {"en": ("Text:\n", "The text:\n", "Input:\n"), "zh": ("文本：\n", "原文：\n", "输入：\n")})
_STATEMENTS = load_statements("hum_hub_plugin_ie")


def _column(en: str, zh: str, kind: str) -> Column:
    return Column({"en": en, "zh": zh}, kind)  # type: ignore[arg-type]  # one of the kinds


SUBTASKS = {
    subtask.name: subtask
    for subtask in (
        Subtask(
            name="entities",
            columns=(_column("type", "类型", "label"), _column("text", "文本", "text")),
            inputs=(_TEXT,),
            statements=_STATEMENTS["entities"],
            default_format="json-by-label",
            guideline_kinds=("entity",),
            by=0,
            window=6,
            inline=True,
        ),
        Subtask(
            name="slots",
            columns=(_column("slot", "槽位", "label"), _column("value", "取值", "text")),
            inputs=(
                (
                    "text",
                    {
                        "en": ("Utterance:\n", "The user says:\n", "Request:\n"),
                        "zh": ("用户的话：\n", "用户说：\n", "指令：\n"),
                    },
                ),
            ),
            statements=_STATEMENTS["slots"],
            default_format="json-by-label",
            guideline_kinds=("slot",),
            by=0,
            window=6,
            inline=True,
        ),
        Subtask(
            name="relations",
            columns=(
                _column("subject", "主体", "text"),
                _column("relation", "关系", "label"),
                _column("object", "客体", "text"),
            ),
            inputs=(_TEXT,),
            statements=_STATEMENTS["relations"],
            default_format="json-records",
            guideline_kinds=("relation",),
            by=1,
            window=4,
        ),
        Subtask(
            name="pair-relation",
            columns=(_column("relation", "关系", "label"),),
            inputs=(
                _TEXT,
                ("subject", {"en": ("Subject: ", "First mention: "), "zh": ("主体：", "前一项：")}),
                ("object", {"en": ("Object: ", "Second mention: "), "zh": ("客体：", "后一项：")}),
            ),
            statements=_STATEMENTS["pair-relation"],
            default_format="plain",
            guideline_kinds=("relation",),
            many=False,
            optional=False,
        ),
        Subtask(
            name="events",
            columns=(
                _column("event", "事件", "label"),
                _column("trigger", "触发词", "text"),
                _column("arguments", "论元", "roles"),
            ),
            inputs=(_TEXT,),
            statements=_STATEMENTS["events"],
            default_format="json-records",
            guideline_kinds=("event",),
            by=0,
            window=4,
        ),
        Subtask(
            name="tuples",
            columns=(
                _column("subject", "主语", "text"),
                _column("predicate", "谓语", "text"),
                _column("arguments", "论元", "texts"),
            ),
            inputs=(_TEXT,),
            statements=_STATEMENTS["tuples"],
            default_format="json-records",
            labels="none",
        ),
    )
}
