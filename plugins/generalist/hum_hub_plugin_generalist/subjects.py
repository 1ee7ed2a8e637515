"""From a discipline to its subjects: asked for several times, merged, each of them once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hum_hub import Note, Problem, Reply, Seed, Synthesis, Topic, digest
from hum_hub_plugin_generalist import prompts, shapes
from hum_hub_plugin_generalist.checks import unusable
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.names import folded
from hum_hub_plugin_generalist.stages import Discipline, SubjectStage, follow, of

MOST_SUBTOPICS = 40


@dataclass(slots=True)
class _Merged:
    """What several replies say of one subject."""

    name: str
    levels: Counter[shapes.Level] = field(default_factory=Counter)
    subtopics: dict[str, str] = field(default_factory=dict)

    def add(self, subject: shapes.Subject) -> None:
        self.levels[subject.level] += 1
        for topic in subject.subtopics:
            if topic.strip():
                self.subtopics.setdefault(folded(topic), topic.strip())


def subjects(seed: Seed, stage: Discipline) -> Synthesis[Response]:
    """The seeds of a discipline's subjects, those that most queries named first."""
    yield Topic("discipline", (stage.discipline,))
    asked = tuple(prompts.subjects(stage, seed.language, number) for number in range(stage.queries))
    replies: tuple[Reply | None, ...] = yield asked
    texts = []
    for prompt, reply in zip(asked, replies, strict=True):
        fault = unusable(prompt, reply.text, seed.language) if reply is not None else None
        if fault is not None:
            yield Note("subjects-not-usable", f"{seed.id}: {fault}")
        elif reply is not None:
            texts.append(reply.text)
    structured: tuple[Reply | None, ...] = ()
    if texts:
        structured = yield tuple(prompts.subjects_as_json(text, seed.language) for text in texts)
    found = list(merged(reply.read(shapes.Subjects).subjects for reply in structured if reply is not None))
    if not found:
        yield Problem("no-subjects", f"{seed.id}: {stage.discipline}"[:200])
    if len(found) > stage.subjects:
        yield Note("more-subjects-than-wanted", f"{seed.id}: {len(found)} of {stage.subjects}")
    for subject in found[: stage.subjects]:
        yield Topic("subject", (stage.discipline, subject.name))
        more = {"subject": subject.name, "level": subject.level, "subtopics": subject.subtopics}
        item = digest(folded(subject.name))[:12]
        yield follow(seed, "subject", item, of(SubjectStage, stage, **more), apart=True)


def merged(replies: Iterable[Iterable[shapes.Subject]]) -> Iterator[shapes.Subject]:
    """The subjects of several replies, each once: its first name, its most frequent level, all its sub-topics.

    Those that more replies name come first. Only subjects of one discipline are merged: the same subject under two
    disciplines is kept, as in GLAN.
    """
    found: dict[str, _Merged] = {}
    named: Counter[str] = Counter()
    for reply in replies:
        keys = set()
        for subject in reply:
            if key := folded(subject.name):
                found.setdefault(key, _Merged(subject.name.strip())).add(subject)
                keys.add(key)
        named.update(keys)
    for key in sorted(found, key=lambda key: -named[key]):  # a stable sort: ties as they first came
        level = found[key].levels.most_common(1)[0][0]
        yield shapes.Subject(found[key].name, level, tuple(found[key].subtopics.values())[:MOST_SUBTOPICS])
