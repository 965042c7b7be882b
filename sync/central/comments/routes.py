"""/comments: supervisors' passphrases, and opening for some minutes what they open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.lockout import admit, count_success
from sync.central.accounts.passwords import judge_password
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader, read_reader
from sync.central.accounts.routing import own_path, see
from sync.central.comments.openers import (
    LARGEST_FILE,
    NoKey,
    change_passphrase,
    choose_passphrase,
    is_opener,
    list_openers,
    open_shares,
    read_key_file,
    remove_opener,
    share,
)
from sync.central.comments.unlocked import Unlocked
from sync.central.database.engine import reading, writing
from sync.central.database.text import storable
from sync.central.fleet.heads import sealing_keys
from sync.central.keys.passphrase import WrongPassphrase
from sync.central.web.forms import Form, Limits
from sync.central.web.pages import Pages, open_pages
from sync.contract.keys import key_name

KEY_PAGE: Final = "/comments/key"
_OPEN: Final = Power.SEE_COMMENTS
_FILE: Final = Limits(size=LARGEST_FILE + 8 * 1024, files=1)


def routes(gate: Gate, unlocked: Unlocked) -> list[Route]:
    """The routes of opening."""
    pages = KeyPages(gate, unlocked, open_pages("sync.central.comments"))
    return [
        gate.page(KEY_PAGE, _OPEN, pages.show),
        gate.form(KEY_PAGE, _OPEN, pages.choose),
        gate.form("/comments/passphrase", _OPEN, pages.change),
        gate.form("/comments/unlock", _OPEN, pages.unlock),
        gate.form("/comments/lock", _OPEN, pages.lock),
        gate.form("/comments/key-file", _OPEN, pages.bring, limits=_FILE),
        gate.form("/comments/openers", _OPEN, pages.let_in),
        gate.form("/comments/openers/remove", _OPEN, pages.remove),
    ]


@dataclass(frozen=True)
class KeyPages:
    """What a supervisor does about opening."""

    gate: Gate
    unlocked: Unlocked
    pages: Pages

    def show(self, request: Request, reader: Reader, form: Form | None = None, status: int = 200) -> Response:
        """Who can open, and whether it is open."""
        form = form or Form()
        with reading(self.gate.state.engine) as connection:
            openers = list_openers(connection)
            keys = sealing_keys(connection)
        values = {
            "openers": openers,
            "mine": next((one for one in openers if one.account == reader.account), None),
            "keys": keys,
            "open": bool(self.unlocked.keys(reader.session)),
            "reader": reader,
            "form": form,
            "back": own_path(form.text("back") or request.query_params.get("back", KEY_PAGE)),
        }
        return self.pages.show(request, "key.html", values, status=status)

    def choose(self, request: Request, reader: Reader, form: Form) -> Response:
        """A first passphrase, or another in the place of one that was lost."""
        if (new := _chosen(reader, form)) is None:
            return self.show(request, reader, form, 422)
        with writing(self.gate.state.engine) as connection:
            choose_passphrase(connection, reader.account, new, self.gate.policy.opening, self._now_ms)
            record(connection, self.gate.state.clock, reader, "passphrase_chosen", reader.account)
        self.unlocked.shut(reader.session)
        return see(KEY_PAGE)

    def change(self, request: Request, reader: Reader, form: Form) -> Response:
        """Another passphrase for the same keys."""
        if (new := _chosen(reader, form)) is None:
            return self.show(request, reader, form, 422)

        def prove(old: str) -> None:
            with writing(self.gate.state.engine) as connection:
                cost = self.gate.policy.opening
                change_passphrase(connection, reader.account, old, new, cost, self._now_ms)
                record(connection, self.gate.state.clock, reader, "passphrase_changed", reader.account)

        return self._proving(request, reader, form, prove) or see(KEY_PAGE)

    def unlock(self, request: Request, reader: Reader, form: Form) -> Response:
        """Open what the passphrase opens, for this session."""

        def prove(passphrase: str) -> None:
            with reading(self.gate.state.engine) as connection:
                keys = open_shares(connection, reader.account, passphrase)
            with writing(self.gate.state.engine) as connection:
                told = {"keys": str(len(keys))}
                record(connection, self.gate.state.clock, reader, "comments_unlocked", **told)
            self.unlocked.open(reader.session, keys)

        return self._proving(request, reader, form, prove) or see(own_path(form.text("back", KEY_PAGE)))

    def lock(self, _request: Request, reader: Reader, _form: Form) -> Response:
        """Forget it at once."""
        self.unlocked.shut(reader.session)
        return see(KEY_PAGE)

    def bring(self, request: Request, reader: Reader, form: Form) -> Response:
        """Take a share from the key's file."""
        upload = form.file("file")
        content = upload.content if upload else b""
        try:
            with writing(self.gate.state.engine) as connection:
                private = read_key_file(connection, content, form.secret("file_passphrase"))
                if not share(connection, [private], reader.account, self._now_ms):
                    raise NoKey
                key = key_name(private.public_key().public_bytes_raw())
                record(connection, self.gate.state.clock, reader, "key_brought", reader.account, key=key)
        except NoKey:
            form.refuse("file", "refused_key_file")
            return self.show(request, reader, form, 422)
        return see(KEY_PAGE)

    def let_in(self, request: Request, reader: Reader, form: Form) -> Response:
        """Give another supervisor a share of what is open."""
        account = storable(form.text("account"))
        keys = self.unlocked.keys(reader.session)
        if not keys:
            form.refuse("act", "refused_locked")
            return self.show(request, reader, form, 422)
        with writing(self.gate.state.engine) as connection:
            other = read_reader(connection, account, self.gate.policy.roles)
            if other is None or not other.may(_OPEN):
                raise Absent
            if share(connection, keys, account, self._now_ms):
                record(connection, self.gate.state.clock, reader, "opener_admitted", account)
        return see(KEY_PAGE)

    def remove(self, _request: Request, reader: Reader, form: Form) -> Response:
        """Take passphrase and shares from somebody."""
        account = storable(form.text("account"))
        with writing(self.gate.state.engine) as connection:
            if not remove_opener(connection, account):
                raise Absent
            record(connection, self.gate.state.clock, reader, "opener_removed", account)
        self.unlocked.shut_all()
        return see(KEY_PAGE)

    @property
    def _now_ms(self) -> int:
        return self.gate.state.clock.wall_ms()

    def _proving(
        self, request: Request, reader: Reader, form: Form, prove: Callable[[str], None]
    ) -> Response | None:
        """None if the form's `passphrase` is the reader's own; it is guessed no faster than a password."""
        who, address = f"opener {reader.account}", self.gate.callers.of(request)
        with writing(self.gate.state.engine) as connection:
            known = is_opener(connection, reader.account)
            wait_ms = admit(connection, who, address, self._now_ms)
        if not known:
            return self.show(request, reader, form, 422)
        if wait_ms:
            return self.gate.wait(request, wait_ms)
        try:
            prove(form.secret("passphrase"))
        except WrongPassphrase:
            form.refuse("passphrase", "wrong_passphrase")
            return self.show(request, reader, form, 422)
        with writing(self.gate.state.engine) as connection:
            count_success(connection, reader.account, who, address, self._now_ms)
        return None


def _chosen(reader: Reader, form: Form) -> str | None:
    new = form.secret("new_passphrase")
    if word := judge_password(new, [reader.name, "hài lòng", "hailong"]):
        form.refuse("new_passphrase", word)
    elif new != form.secret("again"):
        form.refuse("again", "password_differs")
    return None if form.refusals else new
