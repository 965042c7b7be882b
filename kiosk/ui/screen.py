"""A screen in the design's unit: on the reference screen 1 u is one pixel, and 3.81 u are a millimetre."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

U_PER_MM = 3.81
REFERENCE_LANDSCAPE_U, REFERENCE_PORTRAIT_U = (1280, 800), (1021, 1815)
LEAST_LANDSCAPE_U, LEAST_PORTRAIT_U = (1160, 740), (1000, 1780)
"""Where the pages still have room; on a smaller panel everything but targets and their gaps shrinks."""


@dataclass(frozen=True)
class Screen:
    """Pixels, and how many of them a millimetre has."""

    width_px: int
    height_px: int
    px_per_mm: float

    @property
    def portrait(self) -> bool:
        return self.height_px > self.width_px

    @cached_property
    def zoom(self) -> float:
        """How large things are: 1 as designed, less where they would not fit, more where there is room."""
        reference = REFERENCE_PORTRAIT_U if self.portrait else REFERENCE_LANDSCAPE_U
        least = LEAST_PORTRAIT_U if self.portrait else LEAST_LANDSCAPE_U
        return max(min(1, self._parts_of(least)), self._parts_of(reference))

    @cached_property
    def px_per_u(self) -> float:
        return self.px_per_mm / U_PER_MM * self.zoom

    @property
    def width_u(self) -> float:
        return self.width_px / self.px_per_u

    @property
    def height_u(self) -> float:
        return self.height_px / self.px_per_u

    def firm(self, u: float) -> float:
        """A length in u that does not shrink with the rest: what a finger needs."""
        return u * max(1, 1 / self.zoom)

    def px(self, u: float) -> int:
        """Whole pixels for `u`, rounded up: letters and targets never come out too small."""
        return ceil(u * self.px_per_u - 1e-6)

    def _parts_of(self, size_u: tuple[int, int]) -> float:
        width_u, height_u = (px / self.px_per_mm * U_PER_MM for px in (self.width_px, self.height_px))
        return min(width_u / size_u[0], height_u / size_u[1])


def assumed_px_per_mm(width_px: int, height_px: int) -> float:
    """Pixels per millimetre of a panel nobody measured: as if it were the reference panel of its shape."""
    width_u, height_u = REFERENCE_PORTRAIT_U if height_px > width_px else REFERENCE_LANDSCAPE_U
    return U_PER_MM * min(width_px / width_u, height_px / height_u)
