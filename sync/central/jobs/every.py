"""Every job of this server: another room adds its own as one line."""

from sqlalchemy.engine import make_url

from sync.central.api.site import site_of
from sync.central.backup.nightly import back_up_into
from sync.central.cases.job import move_cases
from sync.central.cases.opening import Finder
from sync.central.database.engine import reading
from sync.central.database.now import database_ms
from sync.central.database.partitions import make_months
from sync.central.directory.publications import begin_day
from sync.central.feed.batches import make_batches
from sync.central.figures.publishing import close_figures
from sync.central.fleet.alerting import tell_alarms
from sync.central.fleet.looking import look_at_fleet
from sync.central.jobs.job import Job, Work
from sync.central.jobs.schedule import Daily, Every
from sync.central.relay.job import relay_all
from sync.central.retention.applying import apply_policies
from sync.central.settings import Settings


class AlertsUnsent(Exception):
    """What was to be told could not be sent; all else of the job is done, and the next run tries again."""


def every_job(settings: Settings) -> list[Job]:
    """The jobs, in the order in which those that are due run."""
    found = [
        Job("closing", Every(seconds=600), close_figures),
        Job("fleet", Every(seconds=300), _look_at_fleet),
        Job("alarms", Every(seconds=60), _tell_alarms),
        Job("day", Daily(0, 5), _begin_day),
        Job("relay", Every(seconds=60), lambda work: relay_all(work, work.go_on)),
        Job("feed", Every(seconds=900), make_batches),
        Job("cases", Every(seconds=300), _move_cases),
        Job("months", Daily(1), _make_months),
        Job("retention", Every(seconds=6 * 3_600), _apply_policies),
    ]
    if settings.backup_folder is not None and make_url(settings.database).drivername == "sqlite":
        found.append(Job("backup", Daily(2), _back_up))
    return found


def _look_at_fleet(work: Work) -> str:
    with work.writing() as connection:
        looked = look_at_fleet(connection, work.clock)
    return ", ".join(f"{name}: {count}" for name, count in looked._asdict().items())


def _tell_alarms(work: Work) -> str:
    with reading(work.engine) as connection:
        address = site_of(connection, work.settings).address
    told = tell_alarms(work.clock, work.settings.alerts, address, work.writing, work.go_on)
    if told.untold:
        raise AlertsUnsent
    return f"sent: {told.sent}"


def _move_cases(work: Work) -> str:
    with reading(work.engine) as connection:
        address = site_of(connection, work.settings).address
    finder = Finder(work.identity, work.clock, work.settings.case_rules)
    moved = move_cases(work, finder, work.settings.alerts, address)
    if moved.untold:
        raise AlertsUnsent
    return ", ".join(f"{name}: {count}" for name, count in moved._asdict().items())


def _begin_day(work: Work) -> str:
    """Moves and leaves that begin or end today take effect at the kiosks."""
    with work.writing() as connection:
        published = begin_day(connection, work.identity, work.clock, site_of(connection, work.settings))
    return f"{len(published.published)} kiosks get a new directory"


def _make_months(work: Work) -> str:
    """See to it that ratings of this month and the next have their partition before the first one comes."""
    with work.writing() as connection:
        make_months(connection, [database_ms(connection)])
    return "this month and the next have theirs"


def _apply_policies(work: Work) -> str:
    gone = apply_policies(work)
    return ", ".join(f"{policy}: {count}" for policy, count in gone.items()) or "nothing was due"


def _back_up(work: Work) -> str:
    settings = work.settings
    if settings.backup_folder is None or settings.backup_passphrase is None:
        raise AssertionError("a job of settings that do not ask for it")
    made = back_up_into(
        settings.backup_folder,
        work.engine,
        settings.data / "keys",
        settings.backup_passphrase,
        settings.backup_keep,
        work.clock.wall_ms(),
        work.go_on,
    )
    return f"{made.file}: {made.bytes} bytes, {made.lines} lines"
