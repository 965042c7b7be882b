"""A screen in the design's unit: 1 u is one pixel of the reference screen, 3.81 to the millimetre."""

from dataclasses import dataclass
from math import ceil

U_PER_MM = 3.81
REFERENCE_LANDSCAPE_U = (1280, 800)
REFERENCE_PORTRAIT_U = (1021, 1815)


@dataclass(frozen=True)
class Screen:
    """Pixels, and how many of them a millimetre has."""

    width_px: int
    height_px: int
    px_per_mm: float

    @property
    def portrait(self) -> bool:
        return self.height_px > self.width_px

    @property
    def width_u(self) -> float:
        return self.width_px / self.px_per_u

    @property
    def height_u(self) -> float:
        return self.height_px / self.px_per_u

    @property
    def px_per_u(self) -> float:
        return self.px_per_mm / U_PER_MM

    def px(self, u: float) -> int:
        """Whole pixels for `u`, rounded up: letters and targets never come out too small."""
        return ceil(u * self.px_per_u - 1e-6)


def assumed_px_per_mm(width_px: int, height_px: int) -> float:
    """Pixels per millimetre of a panel nobody measured: as if it were the reference panel of its shape."""
    width_u, height_u = REFERENCE_PORTRAIT_U if height_px > width_px else REFERENCE_LANDSCAPE_U
    return U_PER_MM * min(width_px / width_u, height_px / height_u)
