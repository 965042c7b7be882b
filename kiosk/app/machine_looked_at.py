"""The machine under the kiosk, looked at: screen, touch, disk, clock, network, certificate, printer."""

import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from kiosk.app.finding import Finding
from kiosk.app.opening import Kiosk
from kiosk.desk import connected_screens, touch_panels
from sync.agent.answers import Document, read_answer
from sync.agent.carrier import Ask, new_nonce
from sync.agent.certificate_left import certificate_days
from sync.agent.http_carrier import HttpCarrier
from sync.agent.session import proxies_for
from sync.agent.trust import Trust
from sync.contract.encoding import Malformed, decode
from sync.contract.receipt import TimeDocument

FSYNCS: Final = 8
SLOW_MS: Final = 2_000
"""A commit that takes longer makes the kiosk pause."""
CLOCK_MS: Final = 600_000
LEAST_DAYS: Final = 14


def machine_findings(kiosk: Kiosk) -> Iterator[Finding]:
    """What can be looked at while the kiosk runs; a file of 4 KiB is written, and gone again."""
    trust = Trust.of(kiosk.directory)
    yield _screen()
    yield _touch()
    yield _fsync(kiosk.folder)
    yield _clock(kiosk, trust)
    yield _network(trust)
    yield _certificate(kiosk, trust)
    yield Finding("printer", True, "none: nothing is printed here")


def _screen() -> Finding:
    found = connected_screens()
    if found is None:
        return Finding("screen", True, "the system does not say which are connected")
    return Finding("screen", bool(found), ", ".join(found) or "none is connected", {"count": len(found)})


def _touch() -> Finding:
    found = touch_panels()
    if found is None:
        return Finding("touch", True, "the system does not say which panels there are")
    return Finding("touch", found > 0, f"{found} panels that tell where a finger is", {"count": found})


def _fsync(folder: Path) -> Finding:
    try:
        taken_ms = list(_fsyncs(folder))
    except OSError as error:
        return Finding("disk", False, f"{folder}: {error.strerror}")
    usual, worst = median(taken_ms), max(taken_ms)
    words = f"4 KiB are on the disk in {usual:.1f} ms, at worst {worst:.1f} ms"
    return Finding(
        "disk", worst < SLOW_MS, words, {"fsync_us": int(usual * 1000), "worst_us": int(worst * 1000)}
    )


def _fsyncs(folder: Path) -> Iterator[float]:
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(FSYNCS):
            began = time.perf_counter()
            file.write(os.urandom(4096))
            file.flush()
            os.fsync(file.fileno())
            yield (time.perf_counter() - began) * 1000


def _clock(kiosk: Kiosk, trust: Trust) -> Finding:
    """The machine's clock against the server's; a wrong one loses nothing, but is worth a new battery."""
    nonce = new_nonce()
    with closing(HttpCarrier(trust, kiosk.identity, kiosk.time.now_ms)) as carrier:
        asked_ms = kiosk.clock.wall_ms()
        answer = read_answer(
            carrier.ask(Ask("GET", "/api/v1/time", f"nonce={nonce}", signed=False)), "time", trust
        )
    if not isinstance(answer, Document):
        return Finding("clock", True, "no server to compare it with")
    try:
        told = decode(answer.json, TimeDocument)
    except Malformed:
        return Finding("clock", True, "no server to compare it with")
    off_ms = told.time - (asked_ms + kiosk.clock.wall_ms()) // 2
    words = f"the server's is {off_ms / 1000:+.1f} s from this machine's"
    return Finding("clock", abs(off_ms) < CLOCK_MS, words, {"offset_ms": off_ms})


def _network(trust: Trust) -> Finding:
    """Whether the server's name leads anywhere; where a proxy asks, it is the proxy that must know it."""
    hosts = [urlsplit(address).hostname or "" for address in trust.addresses]
    if any(proxies_for(address) for address in trust.addresses):
        return Finding("network", True, "through a proxy")
    unknown = [host for host in hosts if not _is_known(host)]
    words = f"nobody knows {', '.join(unknown)}" if unknown else f"{', '.join(hosts)}: known by name"
    return Finding("network", len(unknown) < max(1, len(hosts)), words, {"unknown_names": len(unknown)})


def _is_known(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, None))
    except OSError:
        return False


def _certificate(kiosk: Kiosk, trust: Trust) -> Finding:
    days = certificate_days(trust, kiosk.time.now_ms())
    if days is None:
        return Finding("certificate", True, "none: the server is on this machine")
    if isinstance(days, str):
        good = days != "untrusted"
        return Finding("certificate", good, f"could not be looked at: {days}")
    words = f"good for {days} more days" if days >= 0 else f"over for {-days} days"
    return Finding("certificate", days >= LEAST_DAYS, words, {"days": days})
