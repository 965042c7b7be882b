"""`python -m tests.benchmarks.one NAME [--full]`: measure one row and print its samples as JSON."""

import json
import sys
from dataclasses import asdict
from importlib import import_module

from tests.benchmarks.figure import ROWS


def main(name: str, *options: str) -> None:
    """Measure the row of this name."""
    import_module(f"tests.benchmarks.rows.{name.partition('.')[0]}")
    samples = ROWS[name].measure("--full" in options)
    print(json.dumps([asdict(sample) for sample in samples]))


if __name__ == "__main__":
    main(*sys.argv[1:])
