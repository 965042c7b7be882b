"""What leads to each crash point: a story goes on until the process it is about is killed there."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess

from tests.faults.points import AT
from tests.faults.processes import KILLED, PATIENCE_SECONDS, running
from tests.faults.province import Desk, Province, free_port


@dataclass(frozen=True)
class Story:
    """`reaches`: how the names of its points begin; `killed` tells whether one was reached."""

    reaches: tuple[str, ...]
    killed: Callable[[Province, str], Desk | None]


def rates(province: Province, point: str) -> Desk | None:
    """The kiosk dies while citizens rate; what it acknowledged is in the ledger."""
    desk = province.enrolled_desk()
    before = len(desk.lines())
    done = desk.errand("rate", **{AT: point})
    acknowledged = done.said.split()
    assert [str(seq) for seq in range(before + 1, before + 1 + len(acknowledged))] == acknowledged
    assert len(desk.lines()) >= before + len(acknowledged)
    return desk if done.code == KILLED else None


def enrols(province: Province, point: str) -> Desk | None:
    """The kiosk dies while it enrols; the same code goes on."""
    desk = province.desk()
    province.serve()
    died = desk.enrol(**{AT: point}).code == KILLED
    again = desk.enrol()
    assert again.code == 0, again.said
    return desk if died else None


def is_enrolled(province: Province, point: str) -> Desk | None:
    """The server dies while a kiosk enrols; the same code goes on."""
    desk = province.desk()
    with province.dying(point) as server:
        code = desk.enrol().code
        died = code != 0 and died_of_kill(server)
    again = desk.enrol()
    assert again.code == 0, again.said
    return desk if died else None


def delivers(province: Province, point: str) -> Desk | None:
    """The kiosk dies while it delivers."""
    desk = province.enrolled_desk()
    desk.rate()
    return desk if desk.command("deliver", **{AT: point}).code == KILLED else None


def is_delivered_to(province: Province, point: str) -> Desk | None:
    """The server dies while it takes lines."""
    desk = province.enrolled_desk()
    desk.rate()
    with province.dying(point) as server:
        code = desk.command("deliver").code
        died = code != 0 and died_of_kill(server)
    return desk if died else None


def beats(province: Province, point: str) -> Desk | None:
    """The kiosk dies in a heartbeat."""
    desk = province.enrolled_desk()
    return desk if desk.errand("beat", **{AT: point}).code == KILLED else None


def hears(province: Province, point: str) -> Desk | None:
    """The server dies in a kiosk's heartbeat."""
    desk = province.enrolled_desk()
    with province.dying(point) as server:
        died = "Unreachable" in desk.errand("beat").said and died_of_kill(server)
    return desk if died else None


def is_pulled_from(province: Province, point: str) -> Desk | None:
    """The kiosk dies while a server that pulls hands it the receipt."""
    desk = province.enrolled_desk()
    desk.rate()
    port = free_port()
    there = ("--at", f"https://127.0.0.1:{port}")
    assert province.command("kiosk", "pull-address", desk.kiosk, *there).code == 0
    door = {"HAILONG_PULL_HOST": "127.0.0.1", "HAILONG_PULL_PORT": str(port), AT: point}
    with running("tests.faults.errands", "listen", str(desk.folder), **door) as (process, line):
        assert line == "listening\n"
        code = province.command("pull", "--once", "--kiosk", desk.kiosk).code
        return desk if code != 0 and died_of_kill(process) else None


def prunes(province: Province, point: str) -> Desk | None:
    """The kiosk dies while it lets go of old lines."""
    desk = province.enrolled_desk()
    assert desk.errand("resume").code == 0
    return desk if desk.errand("prune", **{AT: point}).code == KILLED else None


def is_full(province: Province, point: str) -> Desk | None:
    """The kiosk dies while it gives up some of the room it kept."""
    desk = province.enrolled_desk()
    return desk if desk.errand("fill up", **{AT: point}).code == KILLED else None


def finds_damage(province: Province, point: str) -> Desk | None:
    """The kiosk dies while it sets a damaged ledger aside; every line it could read is in the export."""
    desk = province.enrolled_desk()
    desk.rate()
    lines = desk.lines()
    with closing(sqlite3.connect(desk.folder / "ledger" / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("UPDATE lines SET hash = zeroblob(32) WHERE seq = 2")
    died = desk.errand("open", **{AT: point}).code == KILLED
    assert desk.errand("open").code == 0
    assert (desk.folder / "ledger.damaged-1.jsonl").read_bytes().splitlines() == lines
    return desk if died else None


def died_of_kill(process: ForkServerProcess) -> bool:
    """Whether the process, which answered no more, was killed."""
    process.join(PATIENCE_SECONDS)
    return process.exitcode == KILLED


STORIES = (
    Story(("store.before_commit", "store.after_commit"), rates),
    Story(("enrolment.", "store.before_founded", "store.after_founded", "store.before_directory"), enrols),
    Story(("store.after_directory",), enrols),
    Story(("delivery.", "anchor.", "store.before_settled", "store.after_settled"), delivers),
    Story(("heartbeat.",), beats),
    Story(("pull.",), is_pulled_from),
    Story(("store.before_pruned", "store.after_pruned", "store.after_reserve_refilled"), prunes),
    Story(("store.after_reserve_given_up",), is_full),
    Story(
        ("store.before_set_aside", "store.after_set_aside", "store.before_shelf", "store.after_shelf"),
        finds_damage,
    ),
    Story(("ingest.",), is_delivered_to),
    Story(("enrolling.",), is_enrolled),
    Story(("heard.",), hears),
)
