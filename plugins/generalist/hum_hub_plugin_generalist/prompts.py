"""What the chain asks a teacher, stage by stage, in the language of the subject.

The stages and their sampling follow GLAN (arXiv 2402.13064, section 2): free text first, its structure by a second
request; the answer to a question in a request that holds nothing but the question.
"""

from collections.abc import Sequence

from hum_hub import Prompt
from hum_hub_plugin_generalist.syllabus import Session, Subject

LANGUAGES = ("en", "zh")
_EXPERT = {
    "en": "You teach {discipline} and know what is learned in it, from the first lesson to research.",
    "zh": "你是{discipline}领域的教师，熟悉这一领域从入门到研究的全部学习内容。",
}
_SUBJECTS = {
    "en": "Which subjects does a student of {discipline} learn? Describe each: its name, its level, and the sub-topics it covers.",
    "zh": "学习{discipline}的学生要修哪些科目？请逐一说明科目名称、层次以及包含的子主题。",
}
_SUBJECTS_AS_JSON = {
    "en": 'Turn this description of subjects into a JSON list of objects {{"name", "level", "subtopics"}} and give only the list.\n\n<text>\n{text}\n</text>',
    "zh": '请把下面对科目的描述整理成 JSON 列表，每项为 {{"name", "level", "subtopics"}}，只输出列表。\n\n<text>\n{text}\n</text>',
}
_SYLLABUS = {
    "en": "Write a syllabus for the subject {name} ({level}), which covers {subtopics}: an introduction, the aims, and the class sessions in order of difficulty, each with a description and its key concepts.",
    "zh": "请为科目“{name}”（{level}）编写教学大纲，内容涵盖{subtopics}：先写导言和教学目标，再按由浅入深的顺序列出各次课，每次课写明说明和关键概念。",
}
_SESSIONS_AS_JSON = {
    "en": 'Turn the class sessions of this syllabus into a JSON list of objects {{"title", "description", "concepts"}} and give only the list.\n\n<text>\n{text}\n</text>',
    "zh": '请把这份大纲中的各次课整理成 JSON 列表，每项为 {{"title", "description", "concepts"}}，只输出列表。\n\n<text>\n{text}\n</text>',
}
_QUESTION = {
    "en": "Here is the syllabus of {name} ({level}).\n\n<syllabus>\n{syllabus}\n</syllabus>\n\nThe students have come as far as: {sessions}. Set one homework question on these key concepts: {concepts}. Give only the question.",
    "zh": "以下是“{name}”（{level}）的教学大纲。\n\n<syllabus>\n{syllabus}\n</syllabus>\n\n学生已学到：{sessions}。请围绕这些关键概念出一道作业题：{concepts}。只写题目。",
}


def subjects(discipline: str, language: str, number: int) -> Prompt:
    """Ask, for the `number`th time, what a student of the discipline learns."""
    user = _SUBJECTS[language].format(discipline=discipline)
    return Prompt(user, "subjects", _EXPERT[language].format(discipline=discipline), number=number)


def subjects_as_json(text: str, language: str) -> Prompt:
    """Ask for the structure of an answer to `subjects`."""
    return Prompt(_SUBJECTS_AS_JSON[language].format(text=text), "subjects-structure", temperature=0.0)


def syllabus(discipline: str, subject: Subject, language: str) -> Prompt:
    """Ask for the syllabus of a subject."""
    comma = "、" if language == "zh" else ", "
    user = _SYLLABUS[language].format(name=subject.name, level=subject.level, subtopics=comma.join(subject.subtopics))
    return Prompt(user, "syllabus", _EXPERT[language].format(discipline=discipline))


def sessions_as_json(text: str, language: str) -> Prompt:
    """Ask for the structure of a syllabus."""
    return Prompt(_SESSIONS_AS_JSON[language].format(text=text), "syllabus-structure", temperature=0.0)


def question(
    subject: Subject, outline: str, reached: Sequence[Session], concepts: Sequence[str], language: str
) -> Prompt:
    """Ask for one homework question on key concepts of the sessions reached."""
    comma = "、" if language == "zh" else "; "
    user = _QUESTION[language].format(
        name=subject.name,
        level=subject.level,
        syllabus=outline,
        sessions=comma.join(session.title for session in reached),
        concepts=comma.join(concepts),
    )
    return Prompt(user, "question")


def answer(text: str) -> Prompt:
    """Ask the question itself, and nothing else."""
    return Prompt(text, "answer", temperature=0.7)
