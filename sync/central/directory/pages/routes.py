"""Every page of the directory."""

from starlette.routing import BaseRoute

from sync.central.accounts.gate import Gate
from sync.central.directory.pages import (
    cohort_pages,
    counter_forms,
    import_pages,
    official_pages,
    photo_pages,
    publish_pages,
    question_pages,
    setting_pages,
    sign_on_pages,
    unit_forms,
    unit_pages,
)
from sync.central.directory.pages.office import Office, Reread
from sync.central.web.pages import open_pages

_ROOMS = (
    unit_pages,
    unit_forms,
    counter_forms,
    official_pages,
    photo_pages,
    setting_pages,
    cohort_pages,
    question_pages,
    import_pages,
    publish_pages,
    sign_on_pages,
)


def page_routes(gate: Gate, reread: Reread) -> list[BaseRoute]:
    """The routes of people; `reread` reads ledgers again that may name somebody who is known now."""
    office = Office(gate, open_pages("sync.central.directory"), reread)
    return [route for room in _ROOMS for route in room.routes(office)]
