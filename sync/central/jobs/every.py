"""Every job of this server: another room adds its own as one line."""

from sync.central.jobs.job import Job
from sync.central.settings import Settings


def every_job(settings: Settings) -> list[Job]:
    """The jobs, in the order in which those that are due run."""
    return []
