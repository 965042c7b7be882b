"""Messages to a webhook that answers, and to one that never ends its answer."""

from types import SimpleNamespace
from typing import Any

import pytest

from sync.central.alerts import sending
from sync.central.alerts.sending import DEADLINE_SECONDS, Message, send_all
from sync.central.alerts.targets import Target
from tests.central.alerts.receivers import Dripping

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # which Apprise imports
STEPS = 12
"""A minute: whoever waits longer than that for what answers at once fails."""


class Patience:
    """A clock that stands until a test moves it, and so many steps of waiting."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.steps = 0

    def go_on(self) -> None:
        self.steps += 1
        assert self.steps < STEPS


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    made = Patience()
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: made.now_s))
    return made


def test_who_drips_an_answer_is_not_waited_for_and_the_others_are_told_meanwhile(
    patience: Patience, dripping: Dripping, hook: tuple[str, list[dict[str, Any]]]
) -> None:
    drips, answers = (Message(Target(url), "Hài Lòng", "1") for url in (dripping.url, hook[0]))
    outcomes = send_all([drips, answers], patience.go_on)
    assert next(outcomes) == (answers, True)
    assert [one["message"] for one in hook[1]] == ["1"]
    patience.now_s += DEADLINE_SECONDS
    assert list(outcomes) == [(drips, False)]


def test_who_still_drips_is_asked_nothing_more_and_holds_nobody_up_again(
    patience: Patience, dripping: Dripping, hook: tuple[str, list[dict[str, Any]]]
) -> None:
    drips, answers = (Message(Target(url), "Hài Lòng", "1") for url in (dripping.url, hook[0]))
    outcomes = send_all([drips, answers], patience.go_on)
    next(outcomes)
    patience.now_s += DEADLINE_SECONDS
    list(outcomes)
    assert list(send_all([drips, answers], patience.go_on)) == [(drips, False), (answers, True)]
    assert dripping.asked == 1


def test_who_cannot_be_asked_has_taken_nothing(patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr(sending, "send", breaks)
    message = Message(Target("json://127.0.0.1:9/"), "Hài Lòng", "1")
    assert list(send_all([message], patience.go_on)) == [(message, False)]
