"""A browser without a screen: keeps cookies, follows redirects, fills in the forms that pages really hold."""

import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import httpx
import pyotp

from sync.central.accounts.audit import By
from sync.central.accounts.managing import Desk
from sync.central.accounts.roles import load_roles
from sync.central.database.engine import writing
from tests.central.people import ORIGIN
from tests.central.world import World

PASSWORD = "con bò vàng gặm cỏ ven đê"
_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_INPUT = re.compile(r'<input[^>]*?\bname="([^"]+)"[^>]*?>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')


@dataclass
class Browser:
    """One browser at one address."""

    world: World
    cookies: dict[str, str] = field(default_factory=dict)
    page: httpx.Response | None = None

    def open(self, path: str) -> httpx.Response:
        """Ask for a page, and follow where it leads."""
        return self._follow(self.world.call("GET", path, headers=self._headers()))

    def submit(self, action: str, **fields: str) -> httpx.Response:
        """Send the form of the page that is open, with what it holds and these fields."""
        assert self.page is not None
        forms = (form[0] for form in _FORM.finditer(self.page.text))
        wanted = f'action="{action}' if action else 'method="post">'
        form = next(form for form in forms if wanted in form)
        held = {
            found[1]: unescape(value[1])
            for found in _INPUT.finditer(form)
            if (value := _VALUE.search(found[0])) is not None
        }
        path = action or self.page.request.url.path
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(held | fields).encode()
        return self._follow(self.world.call("POST", path, body, self._headers() | ORIGIN | kind))

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the first page."""
        self.open("/sign-in")
        return self.submit("/sign-in", login=login, password=password)

    def enrol(self, link: str, password: str = PASSWORD) -> str:
        """Take an invitation to its end; return the app's secret."""
        self.open(link)
        self.submit("", new_password=password, again=password)
        assert self.page is not None
        secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", self.page.text))
        self.submit("/sign-in/setup", code=code(self.world, secret))
        return secret

    def take(self, answer: httpx.Response) -> None:
        """Keep the cookies of an answer."""
        for header in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        for _ in range(5):
            self.take(answer)
            if answer.status_code != 303:
                self.page = answer
                return answer
            answer = self.world.call("GET", answer.headers["location"], headers=self._headers())
        raise AssertionError("the server leads around in a circle")


def code(world: World, secret: str, step: int = 0) -> str:
    """What the app shows now, or so many steps of 30 s later."""
    return pyotp.TOTP(secret).at(world.clock.wall_ms() // 1000 + 30 * step)


def invited(world: World, login: str, *grants: tuple[str, str], name: str = "Trần Văn Minh") -> str:
    """A new account; the path of its invitation."""
    with writing(world.engine) as connection:
        desk = Desk(connection, world.clock, By("", "a test"), load_roles())
        account = desk.add(login, name)
        for role, about in grants:
            desk.grant(account, role, about)
        return desk.invite(account)
