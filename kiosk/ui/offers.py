"""Who can be chosen, a page at a time: those on duty first, and everybody else behind them."""

from dataclasses import dataclass

from kiosk.ui.grid import Grid, officials_grid
from kiosk.ui.scene import OfficialCard, Scene
from kiosk.ui.screen import Screen
from kiosk.visit import RESTING


@dataclass(frozen=True)
class Offer:
    """One page: its grid and who stands on it. `others_next`: the next page is of those not on duty."""

    grid: Grid
    officials: tuple[OfficialCard, ...]
    others_next: bool = False


def offers_of(scene: Scene, screen: Screen) -> tuple[Offer, ...]:
    """At least one page. At a shared kiosk those on duty have pages of their own.

    Nobody escapes a rating by not signing on: the desk's other officials follow.
    """
    visit = scene.visit
    shared = visit.desk.attribution == "choose"
    here = tuple(card for card in scene.officials if shared and card.official in visit.present)
    others = tuple(card for card in scene.officials if card not in here)
    if not here:
        return _pages(others, scene, screen)
    first, second = _pages(here, scene, screen), _pages(others, scene, screen) if others else ()
    return (*first[:-1], Offer(first[-1].grid, first[-1].officials, others_next=bool(second)), *second)


def _pages(officials: tuple[OfficialCard, ...], scene: Scene, screen: Screen) -> tuple[Offer, ...]:
    visit = scene.visit
    grid = officials_grid(screen, len(officials), large=visit.look.large_text, resting=visit.page in RESTING)
    starts = range(0, max(1, len(officials)), grid.capacity)
    return tuple(Offer(grid, officials[start : start + grid.capacity]) for start in starts)
