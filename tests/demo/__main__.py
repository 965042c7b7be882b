"""Run the demo. The last line printed is JSON; the exit code is 0 only if nothing was lost or invented."""

import json
import os
import re
import shutil
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.demo.visits import COMMENTED, PLAN, WRITTEN, keeper, visit
from tests.journeys.programs import ROOT, central, citizen, kiosk, ledger_lines, serving, start
from tests.journeys.sealed import comments
from tests.journeys.wire import State, Wire

FOLDER = ROOT / "build" / "demo"
KIOSK_DATA = FOLDER / "kiosk"
PROVINCE = ROOT / "assets" / "demo"
PASSPHRASE = "only for the demo"
LEADER = "mai@tinh.example"
CUT = range(9, 16)


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


@dataclass(frozen=True)
class Stage:
    """Where everything stands."""

    data: Path
    config: Path
    screens: Path
    unit: str
    wire: Wire
    dashboard: str
    leader: urllib.request.OpenerDirector

    def held(self) -> dict[str, Any]:
        """Deliver; how the kiosk stands then."""
        say(f"  hailong-kiosk deliver: {self.deliver()}")
        told: dict[str, Any] = kiosk("status", "--json", "--config", str(self.config)).told
        return told

    def deliver(self) -> str:
        """What `hailong-kiosk deliver` says."""
        return kiosk("deliver", "--config", str(self.config)).said.strip().replace("\n", " · ")

    def counted(self) -> int:
        """The number of ratings on the unit's page of the dashboard."""
        with self.leader.open(self.dashboard, timeout=60) as page:
            number = re.search(r'class="number"[^>]*>\s*([\d.,]+)\s*<', page.read().decode())
        if number is None:
            raise SystemExit("the dashboard shows no number of ratings")
        return int(re.sub(r"\D", "", number[1]))


def main() -> int:
    """The demo, from an empty folder to the last line."""
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    data, screens = FOLDER / "central", FOLDER / "screens"
    screens.mkdir(parents=True)
    loaded = central("directory", "load", str(PROVINCE), "--data", str(data), "--json").told
    say(f"a fictional province: {loaded['units']} units, {loaded['officials']} officials")
    make_supervisors_key(data)
    province = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))
    with Wire() as wire, serving(data, wire.address) as server:
        wire.port = server.port
        unit = province["units"][0]["unit"]
        leader = signed_in(data, server.address)
        dashboard = f"{server.address}/units/{unit}"
        stage = Stage(data, FOLDER / "kiosk.toml", screens, unit, wire, dashboard, leader)
        say(f"the central server listens; its dashboard, good once: {server.address}{visit_path(data)}")
        enrol(stage)
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        visits, rated = by_hand(stage) if display else by_finger(stage, province)
        return conclude(stage, visits, rated)


def make_supervisors_key(data: Path) -> None:
    """Make the key that comments and sealed answers are sealed to."""
    made = central(
        "keys", "supervisors", "--out", str(FOLDER / "supervisors.pem"), "--stdin", "--json",
        "--data", str(data),
        typed=PASSPHRASE + "\n",
    ).told  # fmt: skip
    say(f"the supervisors' key: {made['key'][:16]}…")


def signed_in(data: Path, address: str) -> urllib.request.OpenerDirector:
    """A browser of a supervisor, who was given an account and came by a one-time link."""
    added = central(
        "account", "add", "--login", LEADER, "--name", "Lê Thị Mai", "--role", "supervisor",
        "--as", "make demo", "--data", str(data), "--json",
    ).told  # fmt: skip
    say(f"a supervisor has an account: {added['login']}")
    jar = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(jar)
    button = urllib.request.Request(f"{address}{visit_path(data)}", data=b"", method="POST")
    button.add_header("Content-Type", "application/x-www-form-urlencoded")
    button.add_header("Origin", address)
    browser.open(button, timeout=60).close()
    return browser


def visit_path(data: Path) -> str:
    """The path of a link that signs the supervisor in once."""
    told = central("account", "visit", LEADER, "--as", "make demo", "--data", str(data), "--json").told
    return str(told["path"])


def enrol(stage: Stage) -> None:
    """Make a kiosk and enrol it over the wire."""
    stage.config.write_text(
        f'data_folder = "{KIOSK_DATA.name}"\ncentral = "{stage.wire.address}"\nwindowed = true\n'
    )
    added = central(
        "kiosk", "add", "--unit", stage.unit, "--name", "Sảnh tầng 1", "--json",
        "--data", str(stage.data), "--address", stage.wire.address,
    ).told  # fmt: skip
    code = f"{added['code']}.{added['fingerprint']}"
    enrolled = kiosk("enrol", "--code", code, "--config", str(stage.config), "--json").told
    say(f"a kiosk is enrolled: {enrolled['unit']['vi']}")


def by_hand(stage: Stage) -> tuple[int, int]:
    """Open the kiosk's window for whoever sits here, until it is closed."""
    say("the kiosk's window is open: touch or click; close it to go on")
    process = start("kiosk.cli", "run", "--config", str(stage.config))
    if process.wait():
        raise SystemExit(f"the kiosk ended with {process.returncode}")
    kinds = [line["kind"] for line in ledger_lines(KIOSK_DATA)]
    rated = kinds.count("rating.given")
    return rated + kinds.count("visit.abandoned"), rated


def by_finger(stage: Stage, province: dict[str, Any]) -> tuple[int, int]:
    """Walk the planned visits with real touch events on the kiosk, drawn offscreen."""
    officials = by_counter(province, stage.unit)
    rated = 0
    with citizen(stage.config) as someone:
        keep = keeper(someone, stage.screens)
        for place, planned in enumerate(PLAN):
            if place in {CUT.start, CUT.stop}:
                stage.wire.state = State.CUT if place == CUT.start else State.WHOLE
                say(f"  the network {'is cut' if place == CUT.start else 'is back'}")
            if place == CUT.stop - 1:
                say(f"  hailong-kiosk deliver: {stage.deliver()}")
            began = time.monotonic()
            rated += visit(someone, planned, officials, KIOSK_DATA, keep)
            ending = planned.ending.name.lower().replace("_", " ")
            say(f"visit {place + 1:2} of {len(PLAN)}: {ending} ({time.monotonic() - began:.1f} s)")
        someone.see("attract")
        if code := someone.leave():
            raise SystemExit(f"the kiosk ended with {code}")
    return len(PLAN), rated


def by_counter(province: dict[str, Any], unit: str) -> list[str]:
    """The unit's officials in the order the kiosk shows them."""
    numbers = {counter["counter"]: counter["number"] for counter in province["counters"]}
    mine = [official for official in province["officials"] if official["unit"] == unit]
    mine.sort(key=lambda official: (min(numbers[c] for c in official["counters"]), official["name"]))
    return [official["official"] for official in mine]


def conclude(stage: Stage, visits: int, rated: int) -> int:
    """Deliver the rest, compare, and print what came of it."""
    stood = stage.held()
    proof = central("verify", "--json", "--data", str(stage.data)).told
    say(f"hailong-central verify: {proof['lines']} lines recomputed, {len(proof['differences'])} differences")
    expected = [WRITTEN[place % len(WRITTEN)] for place in COMMENTED] if visits == len(PLAN) else None
    read = comments(stage.data / "central.sqlite", FOLDER / "supervisors.pem", PASSPHRASE)
    say(f"the supervisors' key opens {len(read)} comments, such as: {read[0] if read else ''}")
    told = {
        "visits": visits,
        "rated": rated,
        "ledger_lines": stood["last"],
        "held": stood["settled"],
        "counted": stage.counted(),
        "comments": len(read),
        "dashboard": stage.dashboard,
        "screens": str(stage.screens),
    }
    say(json.dumps(told))
    good = told["held"] == told["ledger_lines"] and told["counted"] == rated and not proof["differences"]
    good = good and expected in (None, read)
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
