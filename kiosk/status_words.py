"""What `status` tells, as a table that a person reads: plain words, and times on the desk's own clock."""

from datetime import UTC, datetime
from typing import Any, Final

from kiosk.app.release_told import release_words
from sync.contract.desk_time import DESK

MIB: Final = 1024 * 1024
LAST_MS: Final = 32_503_680_000_000
"""The year 3000: what a broken clock says beyond it is no date."""
STANDINGS: Final = {
    "in_use": "in use",
    "replaced": "replaced by another kiosk: deliver what is pending and switch it off",
    "revoked": "revoked: what it delivers is kept and not counted; switch it off",
}


def status_table(told: dict[str, Any]) -> str:
    """The table, a line for each thing told."""
    rows = [
        ("kiosk", told["kiosk"]),
        ("unit", told["unit"].get("vi", "")),
        ("software", release_words(told["release"])),
        ("running", "yes" if told["running"] else "no"),
        ("standing", STANDINGS[told["standing"]]),
        ("clock", moment(told["wall_ms"])),
        ("ledger", told["ledger"]),
        (
            "lines",
            f"{told['last']:,}; the central server holds {told['settled']:,}, {told['pending']:,} wait",
        ),
        ("last line's head", told["head"]),
        *(("former ledger", _former(one)) for one in told["former"]),
        ("directory", f"version {told['directory']}"),
        ("central server", ", ".join(told["central"])),
        *_contact(told["last_contact"]),
        ("calls", _calls(told["calls"])),
        ("free room", f"{told['room_bytes'] // MIB:,} MiB, {told['reserve_bytes'] // MIB:,} of them kept"),
    ]
    return "\n".join(f"{name:<18}{words}" for name, words in rows)


def moment(ms: int | None) -> str:
    """Ms since 1970 UTC as the desk's day and time."""
    if ms is None or not 0 <= ms < LAST_MS:
        return "unknown"
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(DESK).strftime("%d/%m/%Y %H:%M:%S (UTC+7)")


def _contact(last: dict[str, Any] | None) -> list[tuple[str, str]]:
    if last is None:
        return [("last contact", "none yet")]
    came = last["outcome"].replace("_", " ") + (f": {last['detail']}" if last["detail"] else "")
    missing = last.get("not_come")
    return [
        ("last contact", f"{moment(last['at_ms'])}, {came}"),
        ("so since", moment(last.get("since_ms"))),
        ("last receipt", moment(last["heard_ms"]) if last.get("heard_ms") else "none yet"),
        *([("newer directory", f"did not come: {missing['outcome']}")] if missing else []),
    ]


def _former(one: dict[str, Any]) -> str:
    gone, since = one["lines"] - one["waiting"], moment(one["since_ms"])
    return f"{one['ledger']}, {one['reason']} {since}: {gone:,} of {one['lines']:,} lines delivered"


def _calls(door: Any) -> str:
    if door is None:
        return "off"
    return f"{door.host} port {door.port}" + (f": {door.why}" if door.why else "")
