"""The words of the command `hailong-kiosk`."""

import argparse

from kiosk.config import default_file, describe_keys
from sync.contract.version import RELEASE, SOFTWARE

EXIT_CODES = """exit codes:
  0  done
  1  check found something wrong
  2  wrong usage, or a setting that cannot be used
  3  enrolment refused: code, fingerprint, server, the kiosk belongs to another server, or a
     provisioning file that was changed, has expired, is used up or was ended; or a release:
     another key signed it, it is older than one that ran here, for another system, or broken
  4  ledger, keys or screen cannot be used
  5  no kiosk is enrolled here
  6  another hailong-kiosk runs with this data
  7  not everything was delivered, written or taken; the lines stay on the kiosk
  8  an error of the program's own
 10  run: staff want it started again
 11  run, keep: staff left to the system; not to be started again
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser; every command sets `command`."""
    parser = argparse.ArgumentParser(
        prog="hailong-kiosk",
        description="The kiosk of Hài Lòng: a citizen touches one of five faces, and it is kept.",
        epilog=f"settings, in {default_file()} or the file named by --config; the environment goes first:\n\n"
        f"{describe_keys()}\n\n{EXIT_CODES}\nexample:\n  hailong-kiosk run --windowed",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hailong-kiosk {SOFTWARE}, release {RELEASE}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = _command(commands, "run", "take ratings, and deliver them", "run --windowed")
    run.add_argument("--windowed", action="store_true", help="a window instead of the whole screen")
    run.add_argument("--kept", action="store_true", help="end when standard input ends: how `keep` runs it")
    meaning = "start `run` again whenever it ends or hangs, where no service manager does"
    _command(commands, "keep", meaning, "keep")
    leave = _command(commands, "leave", "let `keep`, and what it runs, end in order", "leave --seconds 30")
    leave.add_argument("--seconds", type=float, default=60, help="how long to wait for it; default: 60")
    enrol = _command(
        commands,
        "enrol",
        "make this machine a kiosk of a central server",
        "enrol --central https://hailong.example.gov.vn --code ABCD-EFGH-JKMN-PQRS.<fingerprint>",
    )
    enrol.add_argument("--central", metavar="URL", help="the server's address; default: the key central")
    enrol.add_argument(
        "--code",
        help="what `hailong-central kiosk add` printed, or what a sheet's QR code holds, if scanned",
    )
    by_file = enrol.add_mutually_exclusive_group()
    by_file.add_argument(
        "--to-file", metavar="DIR", help="write the request there, for hailong-central import"
    )
    by_file.add_argument(
        "--provisioning", metavar="FILE", help="what `hailong-central kiosk provision` wrote, for many kiosks"
    )
    by_file.add_argument("--from-file", metavar="FILE", help="the .directory that import wrote for it")
    meaning = "write all that is pending into files of a folder, sealed to the central server"
    _command(commands, "export", meaning, "export /media/usb").add_argument("folder", metavar="DIR")
    settle = _command(
        commands,
        "settle",
        "take what hailong-central import wrote beside those files",
        "settle /media/usb",
    )
    settle.add_argument("paths", metavar="FILE-or-DIR", nargs="+")
    meaning = "write how this kiosk stands for technicians: counts, versions, codes; nothing of a person"
    report = _command(commands, "report", meaning, "report /media/usb/kiosk-report.json")
    report.add_argument("file", metavar="FILE", nargs="?", help="where to; without it, to standard output")
    meaning = (
        "tell how releases stand here, or lay one out that starts as soon as nobody is before the screen"
    )
    update = _command(commands, "update", meaning, "update /media/usb/hailong-kiosk-0.2.0.release")
    meaning = "the file of a release, signed by a key of release_keys"
    update.add_argument("file", metavar="FILE", nargs="?", help=meaning)
    for name, meaning in (
        ("status", "tell how this kiosk stands; sends nothing"),
        ("deliver", "deliver all that is pending, now"),
        ("check", "look whether anything is wrong; changes nothing"),
    ):
        _command(commands, name, meaning, f"{name} --json")
    for name, command in commands.choices.items():
        if name not in {"run", "report", "keep", "leave"}:
            command.add_argument("--json", action="store_true", help="print JSON, one line")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, meaning: str, example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=meaning,
        description=meaning[0].upper() + meaning[1:] + ".",
        epilog=f"{EXIT_CODES}\nexample:\n  hailong-kiosk {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", metavar="FILE", help="a TOML file with the settings")
    return parser
