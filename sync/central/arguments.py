"""The words of the command `hailong-central`."""

import argparse

from sync.central.settings import ENVIRONMENT, KEYS
from sync.contract.version import SOFTWARE

_EXIT_CODES = """exit codes:
  0  done; for verify: no differences
  1  verify found differences
  2  wrong usage, or a setting that cannot be used
  3  refused: a province, unit or counter that does not fit
  4  the database or the keys cannot be used (newer, older, another server's, unreachable)
"""
_GLOBAL = ("data", "database", "address", "public_address")


def build_parser() -> argparse.ArgumentParser:
    """The parser; every command sets `command`."""
    parser = argparse.ArgumentParser(
        prog="hailong-central",
        description="The central server of Hài Lòng: takes kiosks' ledgers in and counts what they say.",
        epilog=f"{_settings_help()}\n{_EXIT_CODES}\nexample:\n  hailong-central serve --port 8400",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hailong-central {SOFTWARE}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = _command(
        commands, "serve", "answer kiosks, phones and this machine's browser", "serve --port 0 --json"
    )
    serve.add_argument("--host", help=KEYS["host"].meaning)
    serve.add_argument("--port", help=KEYS["port"].meaning)
    serve.add_argument("--json", action="store_true", help="print the address as one JSON line")
    _command(commands, "migrate", "bring the database to this version's shape", "migrate --data /srv/hailong")
    _directory(commands)
    _kiosk(commands)
    verify = _command(commands, "verify", "recompute every figure from stored lines", "verify --json")
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _directory(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    inner = commands.add_parser("directory", help="units, officials, questions").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    load = _command(
        inner,
        "load",
        "load a province and publish it to its kiosks",
        "directory load assets/demo",
        "directory load",
    )
    load.add_argument("folder", metavar="FOLDER", help="holds province.json and the photos it names")
    load.add_argument("--json", action="store_true", help="print one JSON object")


def _kiosk(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    inner = commands.add_parser("kiosk", help="the kiosks").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    add = _command(
        inner,
        "add",
        "add a kiosk and print its enrolment code, good for seven days",
        'kiosk add --unit 6f0c… --name "Sảnh tầng 1"',
        "kiosk add",
    )
    add.add_argument("--unit", required=True, help="the unit it stands in, a UUID of the province")
    add.add_argument("--counter", help="the counter it stands at; needed with --attribution fixed")
    add.add_argument(
        "--attribution",
        choices=["fixed", "choose"],
        default="choose",
        help="fixed: rates who serves its counter; choose (default): the citizen says whom",
    )
    add.add_argument("--name", required=True, help="what people here call it")
    add.add_argument("--json", action="store_true", help="print one JSON object")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    meaning: str,
    example: str,
    full: str | None = None,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=meaning,
        description=meaning[0].upper() + meaning[1:] + ".",
        epilog=f"{_EXIT_CODES}\nexample:\n  hailong-central {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=full or name)
    parser.add_argument("--config", help="a TOML file with any of the settings")
    for key in _GLOBAL:
        parser.add_argument(f"--{key.replace('_', '-')}", help=KEYS[key].meaning)
    return parser


def _settings_help() -> str:
    rows = "\n".join(f"  {name:<16} {key.meaning}\n{'':<19}{key.form}" for name, key in KEYS.items())
    return (
        "settings, in the file named by --config, or in the environment as "
        f"{ENVIRONMENT}<KEY>, or as flags:\n{rows}\n"
    )
