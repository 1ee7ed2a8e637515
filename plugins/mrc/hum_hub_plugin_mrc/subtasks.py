"""What can be asked about a passage."""

from hum_hub import Column, Subtask, load_statements

_STATEMENTS = load_statements("hum_hub_plugin_mrc")
SYSTEM_MESSAGES = _STATEMENTS["system"]
"""The system messages that rows may begin with."""
_PASSAGE = (
    "passage",
    {"en": ("Passage:\n", "Text:\n", "The passage:\n"), "zh": ("文章：\n", "短文：\n", "阅读材料：\n")},
)
_DOCUMENTS = (
    "documents",
    {"en": ("Documents:\n", "The documents:\n", "Sources:\n"), "zh": ("文档：\n", "资料：\n", "参考资料：\n")},
)
_QUESTION = ("question", {"en": ("Question: ", "The question: ", "Q: "), "zh": ("问题：", "提问：", "问：")})
_HISTORY = ("history", {"en": ("Conversation so far:\n", "Earlier turns:\n"), "zh": ("之前的对话：\n", "对话历史：\n")})
_BLANK = ("blank", {"en": ("Blank: ", "Gap: "), "zh": ("空格：", "空缺：")})
_GIVEN = ("answer", {"en": ("Answer: ", "The answer: ", "A: "), "zh": ("答案：", "所给答案：", "答：")})
_ANSWER = {"en": "answer", "zh": "答案"}
_YES_NO = {
    "yes": {"en": "yes", "zh": "是"},
    "no": {"en": "no", "zh": "否"},
    "depends": {"en": "depends", "zh": "视情况而定"},
}
AUXILIARIES = {"span": ("answerable", "evidence", "asking"), "hops": ("supports",)}
"""What a source may ask about its spans (or hops) beside or instead of them."""


def _subtask(name: str, **options: object) -> Subtask:
    kind, called = options.pop("kind", "text"), options.pop("called", _ANSWER)
    settings: dict[str, object] = {
        "inputs": (_PASSAGE, _QUESTION),
        "default_format": "plain",
        "labels": "none",
        "many": False,
        "optional": False,
        **options,
    }
    return Subtask(name=name, columns=(Column(called, kind),), statements=_STATEMENTS[name], **settings)  # type: ignore[arg-type]  # settings fit by construction


SUBTASKS = {
    subtask.name: subtask
    for subtask in (
        _subtask("span", optional=True),
        _subtask("spans", many=True, default_format="lines"),
        _subtask("dialogue", optional=True, inputs=(_PASSAGE, _HISTORY, _QUESTION)),
        _subtask("choice", kind="label", labels="example", listed=True, default_format="letter"),
        _subtask(
            "cloze", kind="label", labels="example", listed=True, default_format="letter", inputs=(_PASSAGE, _BLANK)
        ),
        _subtask("boolean", guideline_kinds=("boolean",), kind="label", labels="example", label_names=_YES_NO),
        _subtask("free", optional=True),
        _subtask("number", kind="word"),
        _subtask("date"),
        _subtask("hops", optional=True, inputs=(_DOCUMENTS, _QUESTION)),
        _subtask(
            "supports",
            many=True,
            default_format="lines",
            inputs=(_DOCUMENTS, _QUESTION),
            called={"en": "title", "zh": "标题"},
        ),
        _subtask("answerable", guideline_kinds=("answerable",), kind="label", labels="example", label_names=_YES_NO),
        _subtask("evidence", called={"en": "sentence", "zh": "句子"}),
        _subtask(
            "asking",
            kind="prose",
            default_format="prose",
            inputs=(_PASSAGE, _GIVEN),
            called={"en": "question", "zh": "问题"},
        ),
    )
}
