"""Draw the Đông Sơn ornament into assets/drawings: circles joined by tangents, a star of fourteen rays.

`python -m build_spec.ornament` writes drum.svg, seal.svg, frieze.svg and mark.svg again.
"""

from math import asin, cos, sin, tau

from assets import FOLDER

STYLE = """  <style>
    .brand-fill { fill: #8E2018 }
    .ornament-fill { fill: #F2C14E }
    .ornament-stroke { stroke: #F2C14E }
  </style>
"""


def picture(width: float, height: float, *shapes: str) -> str:
    """An SVG document."""
    body = "\n".join(f"  {shape}" for shape in shapes)
    root = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    return f"{root}\n{STYLE}{body}\n</svg>\n"


def circle(x: float, y: float, radius: float) -> str:
    """A path of a whole circle."""
    return f"M{x - radius:.1f} {y:.1f}a{radius:g} {radius:g} 0 1 1 0 .01z"


def line(*points: tuple[float, float]) -> str:
    """A path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def drawn(paths: list[str], stroke: float) -> str:
    """Paths in the ornament's line."""
    style = f'fill="none" stroke-width="{stroke:g}" stroke-linejoin="round" stroke-linecap="round"'
    return f'<path class="ornament-stroke" {style} d="{"".join(paths)}"/>'


def filled(paths: list[str]) -> str:
    """Paths filled in the ornament's colour."""
    return f'<path class="ornament-fill" d="{"".join(paths)}"/>'


def around(centre: float, radius: float, turn: float) -> tuple[float, float]:
    """A point on a circle; turn 0 is the top."""
    return centre + radius * sin(turn * tau), centre - radius * cos(turn * tau)


def tangent(start: tuple[float, float], end: tuple[float, float], radius: float) -> str:
    """The inner tangent of two equal circles: from the outside of one to the inside of the next."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    lean = asin(min(1.0, 2 * radius / length))
    nx, ny = radius * (ux * sin(lean) + uy * cos(lean)), radius * (uy * sin(lean) - ux * cos(lean))
    return line((start[0] + nx, start[1] + ny), (end[0] - nx, end[1] - ny))


def chain(centre: float, ring: float, count: int, radius: float) -> tuple[list[str], list[str]]:
    """A ring of dotted circles joined by tangents: lines, dots."""
    points = [around(centre, ring, n / count) for n in range(count)]
    lines = [circle(x, y, radius) for x, y in points]
    lines += [tangent(a, b, radius) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    return lines, [circle(x, y, radius * 0.3) for x, y in points]


def star(centre: float, outer: float, inner: float, rays: int) -> str:
    """A star with a ray at the top."""
    points = [around(centre, inner if n % 2 else outer, n / rays / 2) for n in range(2 * rays)]
    return line(*points) + "z"


def chevrons(centre: float, outer: float, rays: int) -> list[str]:
    """Three nested chevrons between each two rays, pointing inwards."""
    return [
        line(
            around(centre, outer - 11 * depth, (n + 0.5 - half) / rays),
            around(centre, outer - 26 - 15 * depth, (n + 0.5) / rays),
            around(centre, outer - 11 * depth, (n + 0.5 + half) / rays),
        )
        for n in range(rays)
        for depth, half in enumerate((0.27, 0.2, 0.12))
    ]


def drum() -> str:
    """The drum's face, 668 units wide."""
    centre, rays = 334.0, 14
    lines, dots = [], []
    for ring, count, radius in ((292, 40, 13.5), (231, 34, 13.5), (175, 28, 10)):
        more_lines, more_dots = chain(centre, ring, count, radius)
        lines += more_lines
        dots += more_dots
    rings = [circle(centre, centre, ring) for ring in (329, 317, 267, 257, 206, 198, 151)]
    return picture(
        668,
        668,
        f'<circle class="brand-fill" cx="{centre:g}" cy="{centre:g}" r="{centre:g}"/>',
        drawn(rings + lines, 1.8),
        drawn(chevrons(centre, 136, rays), 1.8),
        filled([*dots, star(centre, 141, 46, rays)]),
    )


def seal() -> str:
    """The drum as a small seal, 120 units wide."""
    centre = 60.0
    ring = [circle(*around(centre, 46, n / 16), 4) for n in range(16)]
    rings = [circle(centre, centre, radius) for radius in (56.5, 37)]
    return picture(
        120,
        120,
        '<circle class="brand-fill" cx="60" cy="60" r="60"/>',
        drawn(rings + ring, 1.6),
        filled([star(centre, 31, 12.5, 14)]),
    )


def frieze() -> str:
    """One repeat of the header's frieze, 32 by 20 units."""
    y, radius = 10.0, 6.0
    joins = [tangent((x, y), (x + 32, y), radius) for x in (-16, 16)]
    return picture(32, 20, drawn([circle(16, y, radius), *joins], 1.4), filled([circle(16, y, 1.7)]))


def mark() -> str:
    """The project's mark: one circle of the frieze, 44 by 28 units."""
    x, y, radius, lean = 22.0, 14.0, 11.4, tau / 48
    along, across = (20 * cos(lean), 20 * sin(lean)), (radius * sin(lean), -radius * cos(lean))
    tails = [
        line(
            (x + side * across[0], y + side * across[1]),
            (x + side * (across[0] - along[0]), y + side * (across[1] - along[1])),
        )
        for side in (1, -1)
    ]
    return picture(44, 28, drawn([circle(x, y, radius), *tails], 2.4), filled([circle(x, y, 3.6)]))


def main() -> None:
    """Write the four drawings."""
    for drawing in (drum, seal, frieze, mark):
        (FOLDER / "drawings" / f"{drawing.__name__}.svg").write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    main()
