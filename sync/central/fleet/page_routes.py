"""The pages of the fleet."""

from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.fleet import (
    alarm_routes,
    canary_routes,
    enrol_routes,
    head_routes,
    kiosk_routes,
    provision_routes,
    release_page,
    table_routes,
)
from sync.central.web.pages import open_pages


def routes(gate: Gate) -> list[Route]:
    """Every route that people ask."""
    pages = open_pages("sync.central.fleet")
    rooms = (
        table_routes,
        enrol_routes,
        provision_routes,
        release_page,
        alarm_routes,
        canary_routes,
        kiosk_routes,
        head_routes,
    )
    return [route for room in rooms for route in room.routes(gate, pages)]
