"""The machine-readable annex, and the schema that it keeps to."""

import json
from pathlib import Path
from typing import Any

import msgspec

from sync.central.reports.contents import Contents


def write_annex(contents: Contents) -> bytes:
    """The contents as JSON, UTF-8."""
    plain = msgspec.to_builtins(contents)
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def annex_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the annex."""
    found = msgspec.json.schema(Contents)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hài Lòng half-year report, annex",
        **found,
    }


def main() -> None:
    """Write the schema beside this module."""
    text = json.dumps(annex_schema(), ensure_ascii=False, indent=1) + "\n"
    Path(__file__).with_name("annex.schema.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
