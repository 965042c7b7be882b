"""The rows of the table: a module for each thing that is measured, a function for each measurement."""

from importlib import import_module

from tests.benchmarks.figure import ROWS

MODULES = (
    "committing",
    "painting",
    "resting",
    "long_day",
    "wire",
    "ingest",
    "peers",
    "backlog",
    "storm",
    "dashboards",
    "half_year",
    "verifying",
)
"""In the table's order."""


def names() -> list[str]:
    """Every row's name, in the table's order."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return [name for module in MODULES for name in ROWS if name.startswith(f"{module}.")]
