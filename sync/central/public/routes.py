"""The public pages: /T/{token} (QR codes are upper case), /t/{token}, /r, and the look of every page."""

from typing import Final

from starlette.routing import Route

from sync.central.accounts.open_door import OpenDoor
from sync.central.accounts.routing import public
from sync.central.api.state import State
from sync.central.public.phone import Phone
from sync.central.web.look import PLACE, load_look
from sync.central.web.pages import open_pages

_TOKENS: Final = ("/T/{token}", "/t/{token}")


def routes(state: State, door: OpenDoor) -> list[Route]:
    """Return the routes that anyone may ask."""
    phone = Phone(state, open_pages("sync.central.public"))
    return [
        *(door.page(path, phone.show) for path in _TOKENS),
        *(door.form(path, phone.take) for path in _TOKENS),
        door.page("/r", phone.ask_code),
        door.form("/r", phone.show_coded),
        public(PLACE, load_look().serve),
    ]
