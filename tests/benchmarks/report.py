"""The table: every figure as it was found, its goal beside it, and why where it is not reached."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.figure import Found

HEAD = ("figure", "against", "n", "median", "spread", "goal", "reached", "told")
NO_REASON = "nobody knows yet why"


@dataclass(frozen=True)
class Run:
    """When, what and where was measured: `began` as ISO 8601, `load` before and after (1 minute)."""

    began: str
    commit: str
    seconds: float
    machine: str
    load: tuple[float, float]
    full: bool


def number(value: float) -> str:
    """Three figures, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def verdict(one: Found) -> str:
    """Whether the goal was reached; where not, why."""
    if one.sample is None:
        return f"NOT MEASURED: {one.fault}"
    if one.figure.is_reached(one.sample.median):
        return "yes"
    return f"NO: {one.figure.missed or NO_REASON}"


def lines(found: Sequence[Found]) -> Iterator[tuple[str, ...]]:
    """The table's rows as texts."""
    for one in found:
        figure, sample = one.figure, one.sample
        goal = f"{figure.reach} {number(figure.goal)} {figure.unit}"
        measured = ("–", "–", "–")
        if sample is not None:
            low, high = sample.spread
            middle = f"{number(sample.median)} {figure.unit}"
            measured = (str(len(sample.values)), middle, f"{number(low)} … {number(high)}")
        told = sample.told if sample is not None else ""
        yield (figure.name, figure.against, *measured, goal, verdict(one), told)


def markdown(run: Run, found: Sequence[Found]) -> str:
    """The report as Markdown."""
    size = "in full" if run.full else "quick"
    before, after = run.load
    rows = [HEAD, ("---",) * len(HEAD), *lines(found)]
    reached = sum(verdict(one) == "yes" for one in found)
    absent = sum(one.sample is None for one in found)
    return (
        f"# Measured side by side, {run.began}\n\n"
        f"{size}, {run.seconds:.0f} s, {run.machine}; load {before:.1f} before, {after:.1f} after. "
        f"{reached} of {len(found)} figures reach their goal, {absent} were not measured. "
        f"Of {run.commit}. Each is of things that took turns in one run; the spread is between quartiles, "
        "of fewer than four values between the least and the greatest. Where writing is measured, PostgreSQL "
        "syncs what it commits; it lies on the same disk, and analyses its tables when a row tells it to.\n\n"
        + "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)
    )


def document(run: Run, found: Sequence[Found]) -> str:
    """The report as JSON, with every value."""
    told = []
    for one in found:
        sample = one.sample
        told.append(
            asdict(one.figure)
            | {"reached": sample is not None and one.figure.is_reached(sample.median), "fault": one.fault}
            | ({} if sample is None else asdict(sample) | {"median": sample.median, "spread": sample.spread})
        )
    return json.dumps(asdict(run) | {"figures": told}, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path, run: Run, found: Sequence[Found], name: str = "report") -> None:
    """Write both reports into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(markdown(run, found), "utf-8")
    (folder / f"{name}.json").write_text(document(run, found), "utf-8")
