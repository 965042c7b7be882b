"""The words of the command `hailong-central`."""

import argparse
from datetime import date
from typing import TypeAlias

from sync.central.cases.listing import OPEN, VIEWS
from sync.central.settings import ENVIRONMENT, KEYS
from sync.contract.commands import What
from sync.contract.version import SOFTWARE

_EXIT_CODES = """exit codes:
  0  done; for verify, audit verify, report verify and check: no differences; for serve: it was asked to end
  1  verify, audit verify, report verify, check or restore found differences; jobs: one failed the last time
  2  wrong usage, or a setting that cannot be used (an address that would lead kiosks away)
  3  refused: what does not fit (a province, a kiosk, a PIN, a key, an alarm, a release, an account,
     an erasure, a file that was brought, a backup, a policy, a report)
  4  the database or the keys cannot be used (newer, older, half-migrated, another server's, unreachable)
  5  an error of this program's own; its trace is printed
  6  pull --once: a kiosk could not be reached, or disagrees
  7  relay once: the server above could not be reached, asks to wait, or refuses
  8  case remind: an alert could not be sent; the rest is done, and it is tried again
"""
_MOVE_EXAMPLE = "kiosk move 1b2e… --unit 6f0c… --counter 90aa… --attribution fixed"
_ADD_EXAMPLE = 'kiosk add --unit 6f0c… --name "Sảnh tầng 1"'
_PULL_EXAMPLE = "kiosk pull-address 1b2e… --at https://10.0.7.31:8402"
_REPLACE_EXAMPLE = 'kiosk replace 1b2e… --as "Trần Văn Minh"'
_REVOKE_EXAMPLE = 'kiosk revoke 1b2e… --as "Trần Văn Minh" --why "máy bị mất cắp"'
_RETIRE_EXAMPLE = 'kiosk retire 1b2e… --as "Trần Văn Minh" --why "quầy đóng cửa"'
_COMMAND_EXAMPLE = 'kiosk command 1b2e… --what restart --as "Trần Văn Minh"'
_SET_EXAMPLE = 'kiosk set 1b2e… --sound off --brightness 60 --as "Trần Văn Minh"'
_PROVISION_EXAMPLE = "kiosk provision --unit 6f0c… --count 40 --out an-binh.provisioning"
_END_EXAMPLE = 'kiosk provision-end 77d0… --as "Trần Văn Minh"'
_PLAN_EXAMPLE = 'proof plan 1b2e… --day 2026-11-25 --as "Lê Thị Mai"'
_GIVEN_EXAMPLE = 'proof given 7c1d… ABCD-EFGH-JKMN --as "Lê Thị Mai"'
_ALARMS_EXAMPLE = 'alarms --acknowledge 12 --as "Trần Văn Minh"'
_PROPOSE_EXAMPLE = 'quarantine propose 3f09ab12 --as "Trần Văn Minh" --why "đĩa hỏng, số liệu thật"'
_COUNT_EXAMPLE = 'quarantine release 3f09ab12 --as "Lê Thị Mai"'
_BY = '--as "Trần Văn Minh"'
_ATTRIBUTION_EXAMPLE = (
    "attribution propose --kiosk 6f0c… --since 2026-11-23T08:00 --until 2026-11-23T11:30 "
    '--named 1a2b… --official 3c4d… --why "đổi ca, chưa đăng nhập lại" --as "Trần Văn Minh"'
)
_ACCOUNT_EXAMPLE = 'account first --login minh@tinh.example --name "Trần Văn Minh"'
_ACCOUNT_ADD_EXAMPLE = f'account add --login lan@tinh.example --name "Lê Thị Lan" --role auditor {_BY}'
_GRANT_EXAMPLE = f"account grant lan@tinh.example --role head_of_unit --over 6f0c… {_BY}"
_WITHDRAW_EXAMPLE = f"account withdraw lan@tinh.example --role head_of_unit --over 6f0c… {_BY}"
_RESET_EXAMPLE = f"account reset lan@tinh.example {_BY}"
_VISIT_EXAMPLE = f"account visit lan@tinh.example {_BY}"
_DISABLE_EXAMPLE = f"account disable lan@tinh.example {_BY}"
_ENABLE_EXAMPLE = f"account enable lan@tinh.example {_BY}"
_SIGN_OUT_EXAMPLE = f"account sign-out lan@tinh.example {_BY}"
_LINK_EXAMPLE = f"account link lan@tinh.example --issuer https://id.example --subject 4711 {_BY}"
_IMPORT_EXAMPLE = "directory import danh-sach.xlsx --unit 6f0c…"
_EXPORT_EXAMPLE = "directory export danh-sach.xlsx"
_PUBLISH_EXAMPLE = 'directory publish --as "Trần Văn Minh"'
_ERASE_EXAMPLE = 'erase 4b825dc6… --as "Trần Văn Minh" --why "người dân yêu cầu"'
_KEYS_EXAMPLE = "keys supervisors --out /media/usb/supervisors.pem"
_ROTATE_EXAMPLE = "keys rotate announce --new-address https://hailong2.example.gov.vn"
_RETENTION_EXAMPLE = 'retention set times --days 400 --as "Trần Văn Minh"'
_FEED_EXAMPLE = 'feed make --name "Kho dữ liệu" --fields answers --as "Lê Thị Mai"'
_FEED_END_EXAMPLE = 'feed end 5d3c… --as "Lê Thị Mai"'
_PARQUET_EXAMPLE = 'export parquet phieu-2026-11.parquet --month 2026-11 --as "Lê Thị Mai"'
_CASE_EXAMPLE = "case list --state overdue --json"
_RELAY_EXAMPLE = "relay enrol --central https://hailong.gov.example --code XXXX-XXXX-XXXX-XXXX.YYYY…"
_REPORT_EXAMPLE = "report make 2026-H1 --out bao-cao"
_SAMPLE_EXAMPLE = "report sample 2026-H1 phieu-mttq.xlsx"
_SIGN_EXAMPLE = 'report sign 2026-H1 --number 07 --signer "Nguyễn Văn Minh" --as "Lê Thị Mai"'
_REPORT_OUT_EXAMPLE = 'report publish 2026-H1 --as "Lê Thị Mai"'
_PROVINCE_EXAMPLE = 'relay add --name "Tỉnh Lâm Đồng"'
_RELEASE_EXAMPLE = 'release add hailong-kiosk-0.2.0-linux-x86_64.release --as "Trần Văn Minh"'
_STAGE_EXAMPLE = 'release stage 4b825dc6 --ring early --share 20 --as "Trần Văn Minh"'
RINGS = ("pilot", "early", "all")
_SERVING_ONLY = (
    "host",
    "port",
    "proxy",
    "processes",
    "synchronous",
    "idle_minutes",
    "session_hours",
    "oidc_issuer",
    "oidc_client",
    "oidc_secret",
    "oidc_name",
    "tls_certificate",
    "tls_key",
    "stop_seconds",
    "least_room_mib",
    "metrics_token",
    "log_format",
    "log_level",
    "log_addresses",
    "backup_folder",
    "backup_passphrase",
    "backup_keep",
)
_BESIDE = tuple(key for key in KEYS if key not in _SERVING_ONLY)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def build_parser() -> argparse.ArgumentParser:
    """The parser; every command sets `command`."""
    parser = argparse.ArgumentParser(
        prog="hailong-central",
        description="The central server of Hài Lòng: takes kiosks' ledgers in and counts what they say.",
        epilog=f"{_settings_help()}\n{_EXIT_CODES}\nexample:\n  hailong-central serve --port 8400",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hailong-central {SOFTWARE}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serving = "answer kiosks, phones and people's browsers"
    _moving(_command(commands, "serve", serving, "serve --port 0 --json", keys=tuple(KEYS)))
    meaning = "bring the database to this version's shape"
    _person(_command(commands, "migrate", meaning, "migrate --data /srv/hailong"), required=False)
    _directory(_group(commands, "directory", "units, officials, questions", "directory load assets/demo"))
    kiosk = _group(commands, "kiosk", "the kiosks", _ADD_EXAMPLE)
    _kiosk(kiosk)
    _pull_address(kiosk)
    _release(_group(commands, "release", "the kiosks' program, newer", _RELEASE_EXAMPLE))
    _alarms(commands)
    _alerts(commands)
    _quarantine(_group(commands, "quarantine", "what is kept and not counted", _PROPOSE_EXAMPLE))
    meaning = "whom ratings were given for, put right"
    _attribution(_group(commands, "attribution", meaning, _ATTRIBUTION_EXAMPLE))
    _proof(_group(commands, "proof", "planned ratings of 1 that prove a kiosk's way", _PLAN_EXAMPLE))
    meaning = "look who is silent and which proofs are missing: raise alarms, and end those that are over"
    _command(commands, "look", meaning, "look --json")
    _account(_group(commands, "account", "who may do what here", _ACCOUNT_EXAMPLE))
    _case(_group(commands, "case", "complaints on their way to an answer", _CASE_EXAMPLE))
    _audit(_group(commands, "audit", "what people did", "audit verify"))
    _erase(commands)
    _feed(_group(commands, "feed", "keys with which other systems read ratings", _FEED_EXAMPLE))
    _export(_group(commands, "export", "files for analysts", _PARQUET_EXAMPLE))
    _keys(_group(commands, "keys", "the keys that others than this server hold", _KEYS_EXAMPLE))
    _pin(commands)
    _badge(commands)
    _call_token(commands)
    bringing = "take files that kiosks wrote for this server, and answer beside each"
    brought = _command(commands, "import", bringing, "import /media/usb")
    brought.add_argument("paths", metavar="FILE-or-DIR", nargs="+")
    _person(brought, required=False)
    fetching = "fetch ledgers from the kiosks that have an address, and bring what comes down"
    pull = _command(commands, "pull", fetching, "pull --once")
    pull.add_argument("--kiosk", help="that one only")
    pull.add_argument("--once", action="store_true", help="visit each once, and end")
    waiting = "seconds from one round to the next; default 60"
    pull.add_argument(
        "--every", type=int, choices=range(1, 86_401), metavar="SECONDS", default=60, help=waiting
    )
    _operating(commands)
    _report(_group(commands, "report", "half-year reports", _REPORT_EXAMPLE))
    _relay(_group(commands, "relay", "a server above this one, and provinces below it", _RELAY_EXAMPLE))
    _command(commands, "verify", "recompute every figure from stored lines", "verify --json")
    return parser


def _operating(commands: Commands) -> None:
    meaning = "copy the server (SQLite) to a new file, keys sealed under a passphrase, while it goes on"
    backup = _command(commands, "backup", meaning, "backup /srv/backup/monday.backup --stdin < passphrase")
    meaning = "put a backup into an empty data folder, once every figure in it was recomputed"
    restored = _command(commands, "restore", meaning, "restore monday.backup --data /srv/hailong")
    for command, which in ((backup, "a new file"), (restored, "the backup")):
        command.add_argument("file", metavar="FILE", help=which)
        _asking(command, "passphrase")
    _person(restored, required=False)
    meaning = "tell whether database, keys and figures belong together: after any restore, on PostgreSQL, too"
    _command(commands, "check", meaning, "check --json")
    meaning = "tell how each job that serve runs by itself went"
    jobs = _command(commands, "jobs", meaning, "jobs --json")
    jobs.add_argument("--run", action="store_true", help="first run those that are due, if no server does")
    keeping = _group(commands, "retention", "how long things are kept", _RETENTION_EXAMPLE)
    meaning = "list the policies, and what would go now"
    _command(keeping, "list", meaning, "retention list --json", full="retention list")
    meaning = "say how long one kind of thing is kept; the server's ledger records who decided it"
    told = _command(keeping, "set", meaning, _RETENTION_EXAMPLE, full="retention set")
    told.add_argument("policy", metavar="POLICY", help="one that retention list names")
    span = told.add_mutually_exclusive_group(required=True)
    span.add_argument("--days", type=int, metavar="DAYS", help="so many whole days, in UTC+7")
    span.add_argument("--for-ever", action="store_true", help="until somebody says otherwise")
    _person(told)
    meaning = "let what is due go now, as the job does each night"
    applied = _command(keeping, "apply", meaning, "retention apply --dry-run", full="retention apply")
    _person(applied, required=False)
    applied.add_argument("--dry-run", action="store_true", help="only tell what would go")


def _report(actions: Commands) -> None:
    meaning = "begin the report of a period unless it is there, and write its files as they stand"
    made = _command(actions, "make", meaning, _REPORT_EXAMPLE, full="report make")
    made.add_argument("--out", metavar="FOLDER", default=".", help="where the files go; default: here")
    meaning = "show row by row what a file of a sampled survey's forms would do, or take it into a draft"
    taken = _command(actions, "sample", meaning, _SAMPLE_EXAMPLE, full="report sample")
    meaning = "fix what a report says, and the heads of all ledgers that it follows from"
    frozen = _command(actions, "freeze", meaning, "report freeze 2026-H1", full="report freeze")
    meaning = "write a frozen report's files, and sign their digests with the server's key"
    signed = _command(actions, "sign", meaning, _SIGN_EXAMPLE, full="report sign")
    signed.add_argument("--number", required=True, help="its number in the office's register")
    signed.add_argument("--signer", required=True, metavar="NAME", help="who signs it")
    meaning = "let everybody have a signed report"
    published = _command(actions, "publish", meaning, _REPORT_OUT_EXAMPLE, full="report publish")
    meaning = "recompute a frozen report from the ledgers up to its heads, and from its files"
    verified = _command(actions, "verify", meaning, "report verify 2026-H1", full="report verify")
    for command in (made, taken, frozen, signed, published, verified):
        command.add_argument("report", metavar="REPORT", help="a year and a period: 2026-H1")
    taken.add_argument("file", metavar="FILE", help=".xlsx or .csv: form, unit, day, level")
    taken.add_argument("--apply", metavar="DIGEST", help="take it, if it would still do what was shown")
    taken.add_argument("--without-refused", action="store_true", help="leave out the rows that are refused")
    verified.add_argument("files", metavar="FILE", nargs="*", help="files of it that somebody has")
    for command in (made, taken, frozen):
        _person(command, required=False)
    for command in (signed, published):
        _person(command)
    meaning = "list the reports, and how many ratings of each one's days came late"
    _command(actions, "list", meaning, "report list --json", full="report list")


def _directory(actions: Commands) -> None:
    load = _command(
        actions,
        "load",
        "load a province and publish it to its kiosks",
        "directory load assets/demo",
        full="directory load",
    )
    _person(load, required=False)
    _moving(load)
    load.add_argument("folder", metavar="FOLDER", help="holds province.json and the photos it names")
    meaning = "show row by row what an Excel or CSV file of officials would change, or change it"
    taken = _command(actions, "import", meaning, _IMPORT_EXAMPLE, full="directory import")
    taken.add_argument("file", metavar="FILE", help=".xlsx or .csv, as people write them")
    taken.add_argument("--unit", help="whose rows they are where the file does not say, a UUID")
    meaning = "do it, all or nothing; with a preview's digest, only if it would still do the same"
    taken.add_argument("--apply", nargs="?", const="", metavar="DIGEST", help=meaning)
    meaning = "leave rows out that are refused; without it, one such row keeps everything as it is"
    taken.add_argument("--without-refused", action="store_true", help=meaning)
    _person(taken, required=False)
    meaning = "write the officials into a file that import takes back"
    given = _command(actions, "export", meaning, _EXPORT_EXAMPLE, full="directory export")
    given.add_argument("file", metavar="FILE", help="a name that ends in .xlsx or .csv")
    given.add_argument("--unit", help="that unit and those below it only, a UUID")
    meaning = "sign what changed, and moves and leave that begin today, for the kiosks; for every morning"
    published = _command(actions, "publish", meaning, _PUBLISH_EXAMPLE, full="directory publish")
    published.add_argument("--unit", help="for the kiosks of that unit and below only, a UUID")
    _person(published)
    _moving(published)


def _kiosk(actions: Commands) -> None:
    meaning = "add a kiosk and print its enrolment code, good for seven days"
    add = _command(actions, "add", meaning, _ADD_EXAMPLE, full="kiosk add")
    _place(add)
    _person(add, required=False)
    add.add_argument("--name", required=True, help="what people here call it")
    meaning = "let a kiosk stand elsewhere in its unit, or, if it delivered nothing yet, in another"
    move = _command(actions, "move", meaning, _MOVE_EXAMPLE, full="kiosk move")
    move.add_argument("kiosk", metavar="KIOSK", help="its id, a UUID")
    _place(move)
    _person(move, required=False)
    move.add_argument("--name", help="what people here call it from now on")
    _moving(move)
    _command(actions, "list", "list the kiosks", "kiosk list --json", full="kiosk list")
    meaning = "show a kiosk, its ledgers and every alarm about it"
    _which(_command(actions, "show", meaning, "kiosk show 1b2e…", full="kiosk show"))
    meaning = "let another device stand in a kiosk's place, and print the code that it enrols with"
    replaced = _command(actions, "replace", meaning, _REPLACE_EXAMPLE, full="kiosk replace")
    meaning = "believe a kiosk no longer: what it delivers from now on is kept and not counted"
    revoked = _command(actions, "revoke", meaning, _REVOKE_EXAMPLE, full="kiosk revoke")
    meaning = "take a kiosk out of service in order: nothing waits there, and its figures stay"
    retired = _command(actions, "retire", meaning, _RETIRE_EXAMPLE, full="kiosk retire")
    for command in (replaced, revoked, retired):
        _which(command)
        _person(command)
    for command in (revoked, retired):
        command.add_argument("--why", required=True, help="the reason, which is recorded")
    retired.add_argument("--force", action="store_true", help="though lines may still wait there")
    _provision(actions)
    _afar(actions)


def _release(actions: Commands) -> None:
    meaning = "take a release of the kiosks' program in from its file; nobody is told to take it yet"
    added = _command(actions, "add", meaning, _RELEASE_EXAMPLE, full="release add")
    added.add_argument("file", metavar="FILE", help="as the vendor signed it")
    meaning = "the key (hex) that signed it, if it signed none here before"
    added.add_argument("--new-key", metavar="KEY", help=meaning)
    meaning = "let kiosks take it: all rings before --ring, and --share percent of that"
    staged = _command(actions, "stage", meaning, _STAGE_EXAMPLE, full="release stage")
    staged.add_argument("--ring", required=True, choices=RINGS, help="pilot before early before all")
    staged.add_argument("--share", type=int, default=100, metavar="PERCENT", help="1 to 100; default 100")
    meaning = "let no further kiosk take it; where it is confirmed it stays"
    withdrawn = _command(
        actions, "withdraw", meaning, "release withdraw 4b825dc6 --as Minh", full="release withdraw"
    )
    for command in (staged, withdrawn):
        command.add_argument("release", metavar="RELEASE", help="its name; 8 letters of it do")
    meaning = "list the releases, and how many kiosks took each"
    _command(actions, "list", meaning, "release list --json", full="release list")
    meaning = "say with which ring a kiosk gets releases; without, with all"
    ring = _command(
        actions, "ring", meaning, "release ring 1b2e… --ring pilot --as Minh", full="release ring"
    )
    _which(ring)
    ring.add_argument("--ring", required=True, choices=RINGS, help="pilot before early before all")
    for command in (added, staged, withdrawn, ring):
        _person(command)


def _provision(actions: Commands) -> None:
    meaning = "write one file, and its QR code, that makes many machines kiosks of a unit"
    made = _command(actions, "provision", meaning, _PROVISION_EXAMPLE, full="kiosk provision")
    made.add_argument("--unit", required=True, help="the unit they stand in, a UUID of the province")
    made.add_argument("--count", type=int, default=20, metavar="N", help="at most so many; default 20")
    made.add_argument("--days", type=int, default=14, metavar="D", help="good so long, 1 to 90; default 14")
    made.add_argument("--out", required=True, metavar="FILE", help="a new file; its QR code is FILE.svg")
    _own_settings(made)
    _person(made, required=False)
    meaning = "list these files, how many kiosks came of each, and which still make some"
    _command(actions, "provisions", meaning, "kiosk provisions --json", full="kiosk provisions")
    meaning = "let such a file make no further kiosk; those that it made stay"
    ended = _command(actions, "provision-end", meaning, _END_EXAMPLE, full="kiosk provision-end")
    ended.add_argument("provisioning", metavar="PROVISIONING", help="its id, a UUID")
    _person(ended)


def _own_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sound", choices=["on", "off"], default="", help="its loudspeaker")
    command.add_argument("--brightness", default="", metavar="PERCENT", help="20 to 100")
    command.add_argument(
        "--keep-days", default="", metavar="DAYS", help="how long delivered lines stay: 30 to 3650"
    )


def _afar(actions: Commands) -> None:
    meaning = "tell a kiosk to do something once; without --what, list what it was told"
    told = _command(actions, "command", meaning, _COMMAND_EXAMPLE, full="kiosk command")
    _which(told)
    told.add_argument("--what", choices=[what.value for what in What], help="what it shall do")
    told.add_argument("--as", dest="person", default="", metavar="NAME", help="who says so; it is recorded")
    meaning = "print the diagnostics that came with an answer"
    told.add_argument("--diagnostics", metavar="COMMAND", help=meaning)
    meaning = "let settings, all of them, hold for one kiosk; what is not given is as the province has it"
    own = _command(actions, "set", meaning, _SET_EXAMPLE, full="kiosk set")
    _which(own)
    _person(own)
    _own_settings(own)


def _proof(actions: Commands) -> None:
    meaning = "plan that somebody rates 1 at a kiosk on a day, as any citizen would"
    planned = _command(actions, "plan", meaning, _PLAN_EXAMPLE, full="proof plan")
    _which(planned)
    planned.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="the day, in Vietnam")
    meaning = "enter the receipt code that was brought back"
    given = _command(actions, "given", meaning, _GIVEN_EXAMPLE, full="proof given")
    given.add_argument("proof", metavar="PROOF", help="the plan's id, a UUID")
    given.add_argument("code", metavar="CODE", help="XXXX-XXXX-XXXX")
    for command in (planned, given):
        _person(command)
    _command(actions, "list", "list what was planned and how it stands", "proof list", full="proof list")


def _alarms(commands: Commands) -> None:
    meaning = "list what is wrong between kiosks and this server, or record who has seen an alarm"
    alarms = _command(commands, "alarms", meaning, _ALARMS_EXAMPLE)
    alarms.add_argument("--all", action="store_true", help="list what is over or was seen, too")
    alarms.add_argument("--acknowledge", metavar="NUMBER", type=int, help="the alarm that was seen")
    meaning = "who has seen it; the name is recorded"
    alarms.add_argument("--as", dest="person", default="", metavar="NAME", help=meaning)


def _alerts(commands: Commands) -> None:
    meaning = "list whom alerts reach (the setting alerts), when each was told, and whose server is away"
    _command(commands, "alerts", meaning, "alerts --alerts /etc/hailong/alerts.toml")


def _quarantine(actions: Commands) -> None:
    meaning = "list what is kept and not counted"
    _command(actions, "list", meaning, "quarantine list", full="quarantine list")
    meaning = "propose that it counts; somebody else must release it"
    proposed = _command(actions, "propose", meaning, _PROPOSE_EXAMPLE, full="quarantine propose")
    meaning = "let what somebody else proposed count from now on"
    released = _command(actions, "release", meaning, _COUNT_EXAMPLE, full="quarantine release")
    for command in (proposed, released):
        command.add_argument("what", metavar="WHAT", help="a salvage's digest or a ledger; 8 letters do")
        _person(command)
    proposed.add_argument("--why", required=True, help="the reason, which is recorded")


def _attribution(actions: Commands) -> None:
    meaning = "list corrections that wait, and what was said of them"
    listed = _command(actions, "list", meaning, "attribution list --done", full="attribution list")
    listed.add_argument("--done", action="store_true", help="those that are over instead")
    meaning = "propose that a kiosk's ratings of some time count for somebody else; another must approve it"
    proposed = _command(actions, "propose", meaning, _ATTRIBUTION_EXAMPLE, full="attribution propose")
    proposed.add_argument("--kiosk", required=True, help="whose ratings")
    meaning = "YYYY-MM-DDTHH:MM by the clocks in Vietnam"
    proposed.add_argument("--since", required=True, metavar="MOMENT", help=f"from then on: {meaning}")
    proposed.add_argument("--until", required=True, metavar="MOMENT", help="to before then")
    meaning = "an official's id, or desk: whom the kiosk names, even where that was corrected before"
    proposed.add_argument("--named", required=True, metavar="OFFICIAL", help=meaning)
    meaning = "who it was in truth, of the same unit, or desk: nobody in particular"
    proposed.add_argument("--official", required=True, metavar="OFFICIAL", help=meaning)
    meaning = "what an official contests, which this answers"
    proposed.add_argument("--answers", metavar="CORRECTION", help=meaning)
    _person(proposed)
    example = 'attribution approve 7d1e04f2 --as "Lê Thị Mai"'
    meaning = "approve what somebody else proposed: a line of the own ledger, which figures follow"
    approved = _command(actions, "approve", meaning, example, full="attribution approve")
    example = 'attribution refuse 7d1e04f2 --why "lịch trực ghi khác" --as "Lê Thị Mai"'
    meaning = "leave things as they are, and say why to the officials concerned"
    refused = _command(actions, "refuse", meaning, example, full="attribution refuse")
    example = 'attribution withdraw 7d1e04f2 --as "Trần Văn Minh"'
    withdrawn = _command(
        actions, "withdraw", "take back what one proposed", example, full="attribution withdraw"
    )
    for command in (approved, refused, withdrawn):
        command.add_argument("attribution", metavar="CORRECTION", help="its id; the first 8 letters do")
        _person(command)
    meaning = "the reason, which the officials concerned read; it is in no ledger and can be erased"
    for command in (proposed, refused):
        command.add_argument("--why", required=True, help=meaning)
    example = 'attribution erase 5b2a… --as "Lê Thị Mai"'
    meaning = "erase what somebody said of figures or of a correction"
    erased = _command(actions, "erase", meaning, example, full="attribution erase")
    erased.add_argument("statement", metavar="STATEMENT", help="its id, as attribution list tells it")
    _person(erased)


def _case(actions: Commands) -> None:
    meaning = "list cases, what is due first on top; no word of a citizen is told"
    listed = _command(actions, "list", meaning, _CASE_EXAMPLE, full="case list")
    meaning = "those that stand so; default: open, all that are not over"
    listed.add_argument("--state", choices=VIEWS, default=OPEN, help=meaning)
    meaning = "find cases, hand over what is due today, send alerts; serve does so by itself"
    _person(_command(actions, "remind", meaning, "case remind", full="case remind"), required=False)


def _erase(commands: Commands) -> None:
    meaning = "delete a comment, an answer or a dossier code for good; its line, the chain and figures stay"
    command = _command(commands, "erase", meaning, _ERASE_EXAMPLE)
    meaning = "a sealed blob's digest, or a rating's id: all that is attached to it"
    command.add_argument("what", metavar="DIGEST-or-RATING", help=meaning)
    _person(command)
    command.add_argument("--why", required=True, help="the reason, which is recorded")


def _feed(actions: Commands) -> None:
    made = _command(actions, "make", "make a key; its secret is shown once", _FEED_EXAMPLE, full="feed make")
    made.add_argument("--name", required=True, help="which system it is for")
    made.add_argument("--unit", help="it reaches this unit (UUID) and all below; without it, the province")
    meaning = "what it reads beyond unit, day and score: answers, officials, or both with a comma between"
    made.add_argument("--fields", default="", metavar="NAMES", help=meaning)
    _person(made)
    _command(actions, "list", "list the keys", "feed list --json", full="feed list")
    ended = _command(actions, "end", "end a key at once", _FEED_END_EXAMPLE, full="feed end")
    ended.add_argument("key", metavar="KEY", help="its UUID")
    _person(ended)


def _export(actions: Commands) -> None:
    meaning = "write a month's ratings, as the feed tells them, into a Parquet file"
    written = _command(actions, "parquet", meaning, _PARQUET_EXAMPLE, full="export parquet")
    written.add_argument("file", metavar="FILE", help="a new file")
    written.add_argument("--month", required=True, type=_month, metavar="YYYY-MM", help="in UTC+7")
    _person(written)


def _month(text: str) -> str:
    return date.fromisoformat(f"{text}-01").isoformat()[:7]


def _relay(actions: Commands) -> None:
    meaning = "become a province of the server above, with the code that it gave"
    joining = _command(actions, "enrol", meaning, _RELAY_EXAMPLE, full="relay enrol")
    joining.add_argument("--central", required=True, metavar="URL", help="where the server above is called")
    joining.add_argument(
        "--code", required=True, metavar="CODE", help="<code>.<fingerprint>, as it was given"
    )
    _person(joining, required=False)
    meaning = "tell how relaying stands, upwards and from provinces"
    _command(actions, "status", meaning, "relay status --json", full="relay status")
    meaning = "relay now what waits (serve does so by itself)"
    _command(actions, "once", meaning, "relay once", full="relay once")
    meaning = "await a province, and print the code that its server enrols with"
    awaited = _command(actions, "add", meaning, _PROVINCE_EXAMPLE, full="relay add")
    awaited.add_argument("--name", required=True, help="what the province is called here")
    _person(awaited, required=False)
    meaning = "take nothing from a province any more; what is held stays and counts"
    ended = _command(actions, "revoke", meaning, 'relay revoke 1b2e… --as "Lê Thị Mai"', full="relay revoke")
    ended.add_argument("province", metavar="SERVER", help="its server's id, a UUID")
    _person(ended)


def _which(command: argparse.ArgumentParser) -> None:
    command.add_argument("kiosk", metavar="KIOSK", help="its id, a UUID")


def _person(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    meaning = "who says so; the name is recorded"
    meaning += "" if required else "; if none is given, that of the system's user who runs this"
    command.add_argument("--as", required=required, dest="person", default="", metavar="NAME", help=meaning)


def _pull_address(actions: Commands) -> None:
    meaning = "say where a kiosk is asked (its pull_host and pull_port), if it does not call"
    asked = _command(actions, "pull-address", meaning, _PULL_EXAMPLE, full="kiosk pull-address")
    _which(asked)
    _person(asked, required=False)
    where = asked.add_mutually_exclusive_group(required=True)
    where.add_argument("--at", metavar="ADDRESS", help="https://<host>:<port>")
    where.add_argument("--none", action="store_true", help="ask it no more")


def _place(command: argparse.ArgumentParser) -> None:
    command.add_argument("--unit", required=True, help="the unit it stands in, a UUID of the province")
    command.add_argument("--counter", help="the counter it stands at; needed with --attribution fixed")
    command.add_argument(
        "--attribution",
        choices=["fixed", "choose"],
        default="choose",
        help="fixed: rates who serves its counter; choose (default): the citizen says whom",
    )


def _keys(actions: Commands) -> None:
    meaning = "make the key that comments are sealed to; only who has its file and passphrase reads them"
    supervisors = _command(actions, "supervisors", meaning, _KEYS_EXAMPLE, full="keys supervisors")
    supervisors.add_argument("--out", required=True, metavar="FILE", help="a new file for the private half")
    _asking(supervisors, "passphrase")
    _person(supervisors, required=False)

    rotate = _group(actions, "rotate", "change the key that this server signs with", _ROTATE_EXAMPLE)
    meaning = "make the next key and tell kiosks of it, signed with the current one"
    announced = _command(rotate, "announce", meaning, _ROTATE_EXAMPLE, full="keys announce")
    meaning = "an address where the server may be found, too; may be said several times"
    announced.add_argument("--new-address", action="append", default=[], metavar="URL", help=meaning)
    announced.add_argument("--new-ca", metavar="FILE", help="the authority (PEM) that counts there, too")
    meaning = "sign with the announced key; the old one still vouches for it"
    switched = _command(rotate, "switch", meaning, "keys rotate switch", full="keys switch")
    meaning = "give the old key up: kiosks that know no other must enrol again"
    retired = _command(rotate, "retire", meaning, "keys rotate retire", full="keys retire")
    for command in (announced, switched, retired):
        _person(command, required=False)
    retired.add_argument("--leave-behind", action="store_true", help="though some kiosks know no other")


def _account(actions: Commands) -> None:
    meaning = "make the first administrator, and print a link, good for an hour, to choose a password"
    made = _command(actions, "first", meaning, _ACCOUNT_EXAMPLE, full="account first")
    _person(made, required=False)
    meaning = "make an account, and print a link, good for three days, to choose a password"
    added = _command(actions, "add", meaning, _ACCOUNT_ADD_EXAMPLE, full="account add")
    for command in (made, added):
        command.add_argument("--login", required=True, help="what its owner types to sign in")
        command.add_argument("--name", required=True, help="the person's name")
    _command(actions, "list", "list the accounts", "account list --json", full="account list")
    meaning = "give a role, over a unit or an official where the role wants one"
    granted = _command(actions, "grant", meaning, _GRANT_EXAMPLE, full="account grant")
    withdrawn = _command(actions, "withdraw", "take a role away", _WITHDRAW_EXAMPLE, full="account withdraw")
    meaning = "print a link for a new password; a lock-out of the login is over"
    renewed = _command(actions, "reset", meaning, _RESET_EXAMPLE, full="account reset")
    renewed.add_argument("--second-factor", action="store_true", help="and let a new app be set up")
    meaning = "print a link that signs in once, for an hour, without password or code"
    visited = _command(actions, "visit", meaning, _VISIT_EXAMPLE, full="account visit")
    meaning = "let nobody sign in to an account any more, and end its sessions"
    disabled = _command(actions, "disable", meaning, _DISABLE_EXAMPLE, full="account disable")
    enabled = _command(actions, "enable", "let it be used again", _ENABLE_EXAMPLE, full="account enable")
    ended = _command(actions, "sign-out", "end its sessions", _SIGN_OUT_EXAMPLE, full="account sign-out")
    meaning = "say who an account is at the provider of identities"
    linked = _command(actions, "link", meaning, _LINK_EXAMPLE, full="account link")
    linked.add_argument("--issuer", required=True, metavar="URL", help="the provider")
    linked.add_argument("--subject", required=True, help="who it is there (the claim sub)")
    for command in (granted, withdrawn, renewed, visited, disabled, enabled, ended, linked):
        command.add_argument("login", metavar="LOGIN", help="whose")
    for command in (added, granted, withdrawn):
        command.add_argument("--role", required=True, help="a role of the file of roles")
        command.add_argument("--over", default="", metavar="ID", help="a unit's or an official's UUID")
    for command in (added, granted, withdrawn, renewed, visited, disabled, enabled, ended, linked):
        _person(command)


def _audit(actions: Commands) -> None:
    meaning = "recompute the chain of what people did"
    _command(actions, "verify", meaning, "audit verify --json", full="audit verify")
    meaning = "list what people did, the latest first"
    listed = _command(actions, "list", meaning, "audit list --last 20", full="audit list")
    listed.add_argument("--login", help="by this account only")
    listed.add_argument("--act", help="this act only")
    listed.add_argument("--about", help="about this account, official, kiosk only")
    listed.add_argument(
        "--last", type=int, choices=range(1, 1_001), metavar="N", default=100, help="how many"
    )


def _pin(commands: Commands) -> None:
    meaning = "print what province.json keeps of a PIN of 6 to 8 digits"
    _asking(_command(commands, "pin", meaning, "pin --stdin < pin.txt", keys=()), "PIN")


def _badge(commands: Commands) -> None:
    meaning = "make the badge with which an official signs on, and print what province.json keeps of it"
    badge = _command(commands, "badge", meaning, "badge --official 2ac3… --out badge.svg", keys=())
    badge.add_argument("--official", required=True, help="whose it is, a UUID of the province")
    badge.add_argument("--out", metavar="FILE", help="a new file for its QR code (SVG); else it is printed")


def _call_token(commands: Commands) -> None:
    meaning = "make the token with which a counter's software calls, and print what province.json keeps of it"
    token = _command(commands, "call-token", meaning, "call-token --counter 90aa…", keys=())
    token.add_argument("--counter", required=True, help="whose it is, a UUID of the province")


def _asking(command: argparse.ArgumentParser, what: str) -> None:
    meaning = f"read the {what} from standard input, once; without it, it is asked for twice and not shown"
    command.add_argument("--stdin", action="store_true", help=meaning)


def _moving(command: argparse.ArgumentParser) -> None:
    meaning = "let enrolled kiosks call another address from now on; without it, none is led away"
    command.add_argument("--move-kiosks", action="store_true", help=meaning)


def _group(commands: Commands, name: str, meaning: str, example: str) -> Commands:
    return _parser(commands, name, meaning, example).add_subparsers(required=True, metavar="ACTION")


def _command(
    commands: Commands,
    name: str,
    meaning: str,
    example: str,
    *,
    full: str | None = None,
    keys: tuple[str, ...] = _BESIDE,
) -> argparse.ArgumentParser:
    parser = _parser(commands, name, meaning, example)
    parser.set_defaults(command=full or name)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of words")
    parser.add_argument("--config", help="a TOML file with any of the settings")
    for key in keys:
        parser.add_argument(f"--{key.replace('_', '-')}", help=KEYS[key].meaning)
    return parser


def _parser(commands: Commands, name: str, meaning: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=meaning,
        description=meaning[0].upper() + meaning[1:] + ".",
        epilog=f"{_EXIT_CODES}\nexample:\n  hailong-central {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _settings_help() -> str:
    rows = "\n".join(f"  {name:<16} {key.meaning}\n{'':<19}{key.form}" for name, key in KEYS.items())
    return (
        "settings, in the file named by --config, or in the environment as "
        f"{ENVIRONMENT}<KEY>, or as a flag of a command:\n{rows}\n"
    )
