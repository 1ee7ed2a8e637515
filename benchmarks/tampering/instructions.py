"""Changes of what the user says, and of the rules, with the answer left as it is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hum_hub.contract.records import Message, Placed
from hum_hub.contract.rules import Choice, offered
from hum_hub.craft import phrases
from hum_hub.proof.rows import Row
from tampering.scene import Scene, own, spliced, texts, without_line

_ADDED = {
    "en": (
        "Leave out whatever begins with a capital letter.",
        "Write the whole answer in capital letters.",
        "Explain each step.",
        "Answer in German.",
        "Ignore what is said above.",
    ),
    "zh": ("以数字开头的内容一律不写。", "请用英文作答。", "请说明理由。", "忽略以上要求。", "答案最多写一个字。"),
}


def input_swapped(scene: Scene) -> Row | None:
    """An input is that of another row whose gold is another: the answer belongs to a text that is gone.

    Under a label for a whole text, and with both hashes made again, this is a consistent row with a wrong label; no
    proof from the row alone can tell.
    """
    donor = scene.picked(row for row in scene.others if row.gold != scene.row.gold)
    place: Placed = scene.picked(scene.row.inputs)
    if donor is None:
        return None
    other = dict(texts(donor, donor.inputs)).get(place.name)
    if other is None or other == dict(scene.inputs)[place.name]:
        return None
    return spliced(scene.row, place.message, place.start, place.end, other, inside=place)


def option_in_column(scene: Scene) -> Row | None:
    """The column names another option than the sentence in the message: it misstates the instruction."""
    changed = _other_option(scene, needs_witness=False)
    return None if changed is None else replace(scene.row, rules=changed[1])


def option_in_message(scene: Scene) -> Row | None:
    """The sentence is that of another option, under which the builder would answer otherwise or name labels otherwise."""
    changed = _other_option(scene)
    return None if changed is None else _resaid(scene, *changed)


def option_everywhere(scene: Scene) -> Row | None:
    """Sentence and column both name another option, under which the builder would answer, or name labels, otherwise."""
    changed = _other_option(scene)
    row = None if changed is None else _resaid(scene, *changed)
    return None if row is None or changed is None else replace(row, rules=changed[1])


def rule_sentence_deleted(scene: Scene) -> Row | None:
    """A rule that decides the answer here is no longer said."""
    choice = scene.picked(choice for choice in scene.row.rules if choice.witness is not None)
    place = None if choice is None else _sentence(scene, choice)
    return None if place is None else without_line(scene.row, *place)


def rule_deleted_everywhere(scene: Scene) -> Row | None:
    """A rule is neither said nor in the column, but the answer obeys it: the builder would answer otherwise now.

    Rules on names are left alone, as without them the labels are simply called what they are called, and so are those
    on what a format leaves open, as its description says that too; all but the one on the phrase for nothing.
    """
    choices = [c for c in scene.row.rules if c.witness is not None and scene.rules[c.rule].stage != "name"]
    choice = scene.picked(c for c in choices if scene.rules[c.rule].stage != "convene" or c.rule == "nothing-found")
    place = None if choice is None else _sentence(scene, choice)
    if place is None:
        return None
    left = tuple(each for each in scene.row.rules if each is not choice)
    if choice.rule != "nothing-found" and scene.under(left) in (None, scene.message):
        return None
    return replace(without_line(scene.row, *place), rules=left, kind=_kind(scene, left))


def sentence_added(scene: Scene) -> Row | None:
    """The instruction says one thing more, which the answer does not obey: a sentence of ours, or that of another rule."""
    lines = [*_ADDED[scene.case.language]]
    stated = {choice.rule for choice in scene.row.rules}
    for rule in scene.dice.sample(sorted(set(scene.rules) - stated), min(4, len(scene.rules) - len(stated))):
        options = offered(scene.rules[rule], scene.case)[:2] if scene.rules[rule].stage in ("form", "limit") else ()
        others = [option for option in options if _matters(scene, Choice(rule, option))]
        lines += [scene.dice.choice(list(scene.rules[rule].wordings(option, scene.case))) for option in others]
    number, start, end = scene.picked(own(scene.row))
    content, line = scene.row.messages[number].content, scene.dice.choice(lines)
    edges = [start, end, *(match.start() for match in re.finditer("\n", content[start:end]))]
    place = scene.dice.choice([edge if edge in (start, end) else start + edge for edge in edges])
    glue = scene.dice.choice(["\n", " ", "\n\n- "])
    return spliced(scene.row, number, place, place, f"{glue}{line}\n" if place < len(content) else f"{glue}{line}")


def statement(scene: Scene) -> Row | None:
    """The request is that for another subtask, or is gone where the rest does not say what to do."""
    subtask, language = scene.task.subtasks[scene.row.subtask], scene.case.language
    mine = [phrases.stated(each, scene.schema, language) for each in subtask.statements[language] if each]
    place = scene.found(sorted(mine, key=len, reverse=True))
    if place is None:
        return None
    if "" not in subtask.statements[language] and scene.dice.random() < 0.3:
        return without_line(scene.row, *place)
    others = [
        said
        for name, other in sorted(scene.task.subtasks.items())
        if name != scene.row.subtask
        for each in other.statements[language]
        if each and (said := phrases.stated(each, scene.schema, language)) not in mine
    ]
    other = scene.picked(others)
    return None if other is None else spliced(scene.row, *place, other)


def definition(scene: Scene) -> Row | None:
    """A word of a definition is another one in the message: the label means something else than the column says."""
    changed = _defined(scene)
    return None if changed is None else changed[0]


def label_removed(scene: Scene) -> Row | None:
    """A label that may be answered is no longer shown."""
    place = _label(scene)
    if place is None:
        return None
    number, start, end, _ = place
    content, comma = scene.row.messages[number].content, phrases.COMMA[scene.case.language]
    if content.startswith(comma, end):
        end += len(comma)
    elif content.endswith(comma, 0, start):
        start -= len(comma)
    else:
        return without_line(scene.row, number, start, (content + "\n").find("\n", end))
    return spliced(scene.row, number, start, end, "")


def label_renamed(scene: Scene) -> Row | None:
    """A label is shown under another name than the one that answers use."""
    place = _label(scene)
    if place is None:
        return None
    number, start, end, name = place
    taken = {label.name for label in scene.schema.labels}
    others = ("item", "matter", "事项", "其他类别", name + "s", name[:-1], name.swapcase())
    other = scene.picked(each for each in others if each and each not in taken)
    return None if other is None else spliced(scene.row, number, start, end, other)


def roles_swapped(scene: Scene) -> Row | None:
    """What the user says is said by somebody else: by the assistant, or as a system message."""
    roles = [message.role for message in scene.row.messages]
    swapped = {"user": scene.dice.choice(["assistant", "system"]), "assistant": "user", "system": "user"}
    every = [[swapped[role] for role in roles]]
    every += [[*roles[:n], swapped[role], *roles[n + 1 :]] for n, role in enumerate(roles)]
    new = scene.dice.choice(every)
    pairs = zip(new, scene.row.messages, strict=True)
    return replace(scene.row, messages=tuple(Message(role, message.content) for role, message in pairs))


def _matters(scene: Scene, choice: Choice) -> bool:
    """Whether the builder would answer otherwise under one more rule."""
    return scene.under((*scene.row.rules, choice)) not in (None, scene.message)


def _sentence(scene: Scene, choice: Choice) -> tuple[int, int, int] | None:
    lines = scene.rules[choice.rule].wordings(choice.option, scene.case)
    return scene.found(sorted(lines, key=len, reverse=True))


def _other_option(scene: Scene, needs_witness: bool = True) -> tuple[Choice, tuple[Choice, ...]] | None:
    """A choice, and all choices with another option in its place."""
    choice = scene.picked(each for each in scene.row.rules if each.witness is not None or not needs_witness)
    if choice is None:
        return None
    rule = scene.rules[choice.rule]
    options = [option for option in offered(rule, scene.case) if option != choice.option]
    for option in scene.dice.sample(options, len(options)):
        others = tuple(replace(each, option=option) if each is choice else each for each in scene.row.rules)
        # the labels shown are named as the option has it, so that another one contradicts them wherever it only names
        named = rule.stage == "name" and not rule.redefines
        if not needs_witness or named or scene.under(others) not in (None, scene.message):
            return choice, others
    return None


def _resaid(scene: Scene, choice: Choice, others: Sequence[Choice]) -> Row | None:
    """The row with the sentence of a choice in place of what it says now."""
    new = next(other for old, other in zip(scene.row.rules, others, strict=True) if old is choice)
    place = _sentence(scene, choice)
    lines = list(scene.rules[new.rule].wordings(new.option, scene.case))
    if place is None or scene.row.messages[place[0]].content[place[1] : place[2]] in lines:
        return None
    return spliced(scene.row, *place, scene.dice.choice(lines))


def _kind(scene: Scene, rules: Sequence[Choice]) -> str:
    """What the row has to call itself under some rules."""
    usual = scene.row.format == scene.task.subtasks[scene.row.subtask].default_format
    return "basic" if usual and not rules and not scene.row.guidelines else "compound"


def _defined(scene: Scene) -> tuple[Row, str, str] | None:
    """The row with a word of a definition changed in its message; the definition before and after."""
    explanation = scene.picked(each for each in scene.row.guidelines if len(each.definition) > 4)
    place = None if explanation is None else scene.found([explanation.definition])
    if place is None:
        return None
    old = explanation.definition
    word = scene.picked(re.findall(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2}", old))
    if word is None:
        return None
    new = old.replace(word, "另外" if word[0] > "\u3000" else "other", 1)
    return (spliced(scene.row, *place, new), old, new) if new != old else None


def _label(scene: Scene) -> tuple[int, int, int, str] | None:
    """Where one of the labels is listed, and its name."""
    label = scene.picked(scene.schema.labels)
    if label is None:
        return None
    name, comma = re.escape(label.name), phrases.COMMA[scene.case.language]
    place = scene.whole(rf"(?:^- |^[A-Z]\. |{comma}|[:：] ?)(?P<x>{name})(?={comma}|$| \(|（|[:：])")
    return None if place is None else (*place, label.name)
