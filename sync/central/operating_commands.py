"""The commands `hailong-central jobs` and `retention …`."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.central.acting import acting, write_down
from sync.central.database.engine import reading, writing
from sync.central.jobs.every import every_job
from sync.central.jobs.listing import JobLine, list_jobs
from sync.central.jobs.minding import work_of
from sync.central.jobs.running import run_due
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.opening import open_central
from sync.central.retention.applying import apply_policies
from sync.central.retention.policies import Kept, list_policies, set_policy
from sync.central.settings import Settings
from sync.central.telling import moment, tell


def tell_jobs(settings: Settings, given: argparse.Namespace) -> int:
    """Tell how each job went, if asked after those that are due; one that failed last is the exit code."""
    with open_central(settings, migrating=False) as central:
        if given.run:
            run_due(work_of(central, settings, lambda: False), every_job(settings))
        with reading(central.engine) as connection:
            found = list_jobs(connection, every_job(settings))
    who = f"jobs run in: {found.holder}" if found.holder else "no job is at work"
    tell(given, found, "\n".join([*map(_job, found.jobs), who]))
    return 1 if any(job.outcome == "failed" for job in found.jobs) else 0


def tell_retention(settings: Settings, given: argparse.Namespace) -> int:
    """List the policies, and what would go now."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_policies(connection)
    tell(given, found, "\n".join(map(_kept, found)))
    return 0


def set_retention(settings: Settings, given: argparse.Namespace) -> int:
    """Say how long one kind of thing is kept."""
    days = None if given.for_ever else given.days
    with acting(settings, given) as hand:
        _, identity, clock, _ = hand.central
        set_policy(hand.connection, identity, clock, given.policy, days, given.person)
        hand.tell(days="for_ever" if days is None else str(days))
    words = f"{given.policy}: kept {_span(days)}; what is older goes with the next run of the job retention"
    tell(given, {"policy": given.policy, "days": days}, words)
    return 0


@dataclass(frozen=True)
class _Hands:
    identity: Identity
    clock: Clock
    writing: Callable[[], AbstractContextManager[Connection]]
    go_on: Callable[[], None]


def apply_retention(settings: Settings, given: argparse.Namespace) -> int:
    """Let what is due go, or, for a dry run, tell what would."""
    with open_central(settings, migrating=False) as central:
        if given.dry_run:
            with reading(central.engine) as connection:
                gone = {kept.policy: kept.due for kept in list_policies(connection) if kept.due}
        else:
            engine = central.engine
            hands = _Hands(central.identity, central.clock, lambda: writing(engine), lambda: None)
            gone = apply_policies(hands)
            with writing(engine) as connection:
                write_down(connection, central.clock, given, **{name: str(n) for name, n in gone.items()})
    verb = "would go" if given.dry_run else "went"
    words = "\n".join(f"{policy}: {count} {verb}" for policy, count in gone.items())
    tell(given, {"dry_run": given.dry_run, "gone": gone}, words or "nothing is due")
    return 0


def _job(job: JobLine) -> str:
    how = (
        "never ran"
        if job.began_ms is None
        else f"began {moment(job.began_ms)}, {job.outcome or 'at work, or cut off'}"
    )
    told = f": {job.detail}" if job.detail else ""
    return f"{job.job}: {how}{told}\n  done {job.done}, failed {job.failed}, cut off {job.cut} times"


def _kept(kept: Kept) -> str:
    by = f", set by {kept.set_by}" if kept.set_by else ""
    return f"{kept.policy}: {kept.meaning}\n  kept {_span(kept.days)}{by}; {kept.due} would go now"


def _span(days: int | None) -> str:
    return "for ever" if days is None else f"{days} days"
