"""What each question of a subject is about and how it is to be asked: combinations by coverage, forms evenly."""

from collections.abc import Iterator, Sequence
from itertools import product

from hum_hub import Note
from hum_hub_plugin_generalist.draws import Draw, draws
from hum_hub_plugin_generalist.names import folded
from hum_hub_plugin_generalist.orbits import shuffled
from hum_hub_plugin_generalist.shapes import DIFFICULTIES, FORMS, Difficulty, Form, Session
from hum_hub_plugin_generalist.stages import Ask, SubjectStage, Wanted


def asks(key: str, stage: SubjectStage, sessions: Sequence[Session], forms: Sequence[Form]) -> Iterator[Ask | Note]:
    """The questions of a subject, as many as are wanted and there are; a larger number only adds some at the end.

    `forms` are those that suit the subject.
    """
    given = dict[Draw, Wanted]()
    for wanted in stage.wanted:
        if (draw := drawn(wanted, sessions)) is not None:
            given.setdefault(draw, wanted)
        else:
            yield Note("wanted-not-in-syllabus", f"{key}: {'; '.join(wanted.concepts)}"[:200])
    fitting = suitable(stage, forms)
    if not fitting:
        yield Note("no-suitable-form", f"{key}: {', '.join(stage.forms)}")
        return
    manners = _manners(key, fitting)
    for draw in draws(key, [len(session.concepts) for session in sessions], stage.questions, tuple(given)):
        form, difficulty = next(manners)
        wish = given.get(draw)
        form = wish.form if wish is not None and wish.form is not None else form
        difficulty = wish.difficulty if wish is not None and wish.difficulty is not None else difficulty
        yield Ask(draw.sessions, draw.concepts, form, difficulty)


def drawn(wanted: Wanted, sessions: Sequence[Session]) -> Draw | None:
    """The combination that a wish names, if the syllabus has its concepts in one or two sessions."""
    places = {
        folded(concept): (number, place)
        for number, session in enumerate(sessions)
        for place, concept in enumerate(session.concepts)
    }
    found = {places[folded(concept)] for concept in wanted.concepts if folded(concept) in places}
    if len(found) < len(wanted.concepts):
        return None
    reached = sorted({number for number, _ in found})
    if len(reached) > 2:
        return None
    return Draw(tuple(reached), tuple(tuple(sorted(p for n, p in found if n == number)) for number in reached))


def suitable(stage: SubjectStage, forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms to ask in: those that suit the subject, of those that are wanted; explanations and choices suit all."""
    fitting = [form for form in FORMS if form in ("free", "choice") or form in forms]
    return tuple(form for form in fitting if not stage.forms or form in stage.forms)


def _manners(key: str, forms: Sequence[Form]) -> Iterator[tuple[Form, Difficulty]]:
    """Pairs of form and difficulty without end: in each round all of them, in an order of its own."""
    pairs, number = list(product(forms, DIFFICULTIES)), 0
    while True:
        for place in shuffled(f"{key}\x1fmanner\x1f{number}", len(pairs)):
            yield pairs[place]
        number += 1
