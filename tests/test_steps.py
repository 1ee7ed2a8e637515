"""Steps of a long command: each is said, and that it lasts."""

import time

from hum_hub.cli.steps import Steps


def test_a_step_that_lasts_is_said_again_and_the_next_begins_anew(capsys):
    with Steps(first=0.02) as steps:
        steps.tell("staging")
        said = ""
        while said.count("still staging") < 3:
            said += capsys.readouterr().err
        steps.tell("tagging")
    assert said.startswith("staging\n")
    assert capsys.readouterr().err.splitlines()[-1].startswith(("tagging", "still tagging"))


def test_it_ends_at_once_and_says_nothing_of_short_steps(capsys):
    begun = time.monotonic()
    with Steps() as steps:
        steps.tell("checking")
        steps.tell("tagging")
    assert time.monotonic() - begun < 2
    assert capsys.readouterr().err == "checking\ntagging\n"
