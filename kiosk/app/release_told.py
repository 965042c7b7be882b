"""How releases stand at this kiosk, for `status`, `check`, `update` and the report."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.app.release_judged import Place, wanted_of
from kiosk.releases.incoming import Incoming
from kiosk.releases.keys import installed_release, trusted_keys
from kiosk.releases.standing import GIVEN_UP, Standing, number_of, read_standing
from kiosk.releases.system import this_system
from sync.contract.release import Offer
from sync.contract.version import RELEASE, SOFTWARE

DAY_MS: Final = 24 * 3_600_000


def releases_told(place: Place, offers: Sequence[Offer], now_ms: int | None) -> dict[str, Any]:
    """Nothing is written. `runs`: packaged, confirmed or trial; `expired_ms`: since when one is missing."""
    standing = read_standing(place.data)
    current = installed_release(place.data, standing.confirmed)
    wanted = wanted_of(offers, standing)
    late = current is not None and now_ms is not None and now_ms > current.expires
    return {
        "software": SOFTWARE,
        "number": RELEASE,
        "system": this_system(),
        "runs": _runs(standing),
        "floor": standing.floor,
        "keys": len(trusted_keys(place.data, standing, place.keys)),
        "confirmed": None if standing.confirmed is None else number_of(standing.confirmed),
        "trial": None if standing.trial is None else number_of(standing.trial),
        "wanted": None if wanted is None else wanted.number,
        "came_bytes": None if wanted is None else Incoming(place.data, wanted.release).size(),
        "given_up": sorted(release[:8] for release, times in standing.failed.items() if times >= GIVEN_UP),
        "expired_ms": current.expires if late and current is not None else None,
    }


def release_words(told: dict[str, Any]) -> str:
    """The same in one line."""
    words = [f"{told['software']}, number {told['number']} ({told['runs']})"]
    if told["trial"] is not None and told["runs"] != "trial":
        words.append(f"{told['trial']} starts as soon as nobody is before the screen")
    if told["wanted"] is not None:
        words.append(f"{told['wanted']} is on its way, {told['came_bytes']:,} bytes came")
    if told["given_up"]:
        words.append(f"failed here and not tried again: {', '.join(told['given_up'])}")
    if told["expired_ms"] is not None:
        words.append("a newer one should have come by now; this one goes on")
    if not told["keys"]:
        words.append("takes no releases: no release key is here")
    return "; ".join(words)


def _runs(standing: Standing) -> str:
    if standing.trial is not None and standing.starts + standing.unheard > 0:
        return "trial"
    return "packaged" if standing.confirmed is None else "confirmed"
