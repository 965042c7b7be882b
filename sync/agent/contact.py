"""One contact with the server: the time if due, then lines or a heartbeat, then what came down for us."""

from collections.abc import Callable

from sync.agent.carrier import Carrier
from sync.agent.clock import anchor
from sync.agent.delivery import deliver_once
from sync.agent.directory_fetch import adopt, fetch_directory, fetch_photo
from sync.agent.heard import keep_heard
from sync.agent.heartbeat import Vitals, beat_once
from sync.agent.kept_directory import photos_of
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Forked, Outcome, Refused, Unanswered, Untrusted
from sync.agent.ports import Formers, Outbox, Shelf, Signer, Successor
from sync.agent.proven import keep_way, proven_way
from sync.agent.reconciling import Heads, agreed_line
from sync.agent.release_fetch import fetch_range
from sync.agent.salvaging import Salvager
from sync.agent.tls import BadCertificate
from sync.agent.trust import Trust
from sync.contract.directory import Directory
from sync.contract.receipt import Receipt


class Contact:
    """Everything a contact needs, and the trust that a new directory replaces. Used by one thread.

    `room_bytes` tells the free room for the ledger; `applied` is called, on the thread of the contact, with
    each new directory and again when photos of it have come.
    """

    def __init__(
        self,
        *,
        outbox: Outbox,
        formers: Formers,
        successor: Successor,
        shelf: Shelf,
        carrier: Carrier,
        signer: Signer,
        clock: KioskTime,
        directory: Directory,
        room_bytes: Callable[[], int],
        applied: Callable[[Directory], None],
    ) -> None:
        self._outbox = outbox
        self._successor = successor
        self._salvager = Salvager(outbox, formers, carrier, clock, signer)
        self._shelf = shelf
        self._carrier = carrier
        self._signer = signer
        self._clock = clock
        self._directory = directory
        self._proven = proven_way(shelf)
        self._trust = Trust.of(directory, self._proven)
        self._room_bytes = room_bytes
        self._applied = applied
        self._absent_photos: set[str] = set()
        self._not_come: Unanswered | None = None
        self._not_salvaged: Unanswered | None = None
        if self._trust.further is not None:
            self._follow_trust()

    @property
    def directory(self) -> Directory:
        """The directory in use."""
        return self._directory

    @property
    def not_come(self) -> Unanswered | None:
        """Why the newest directory or photos did not come, or lines of ledgers given up did not go, if so."""
        return self._not_come or self._not_salvaged

    def bring(self, release: str, piece: str | None, first: int, count: int) -> bytes | Unanswered:
        """Some bytes of a release, as `fetch_range`; for the thread that delivers, while nothing waits."""
        return fetch_range(self._carrier, self._trust, release, piece, first, count)

    def deliver(self) -> Outcome:
        """One segment; then, unless more lines wait, salvage, the directory and photos if there are new ones.

        Where those failed to come, they are tried again with the next heartbeat: they never hold up a rating.
        A server that was restored and names an older directory than ours hears of it by a heartbeat at once.
        """
        failure = self._anchor_if_due()
        outcome = failure or deliver_once(self._outbox, self._carrier, self._clock, self._trust, self._signer)
        self._note_way(outcome)
        if isinstance(outcome, Forked):
            return self._part(outcome)
        if isinstance(outcome, Untrusted) and self._learns_of_another_key():
            return self.deliver()
        if isinstance(outcome, Delivered) and not outcome.more:
            self._not_salvaged = self._salvager.deliver(self._trust)
            if _version(outcome.receipt.directory, self._directory.version) < self._directory.version:
                self.beat()
            elif self._not_come is None:
                self._not_come = self._follow(outcome.receipt)
        return outcome

    def deliver_all(self) -> Outcome:
        """Segment after segment until nothing is pending, the server asks for a pause, or one fails."""
        outcome = self.deliver()
        while isinstance(outcome, Delivered) and outcome.more and not outcome.receipt.next_ms:
            outcome = self.deliver()
        return outcome

    def beat(self) -> Outcome:
        """One heartbeat, and what its receipt leads to."""
        failure = self._anchor_if_due()
        vitals = Vitals(self._room_bytes(), self._directory.version)
        outcome = failure or beat_once(
            self._outbox, self._carrier, self._clock, self._trust, self._signer, vitals
        )
        self._note_way(outcome)
        if isinstance(outcome, Forked):
            return self._part(outcome)
        if isinstance(outcome, Untrusted) and self._learns_of_another_key():
            return self.beat()
        if isinstance(outcome, Delivered) and not outcome.more:
            self._not_salvaged = self._salvager.deliver(self._trust)
            self._not_come = self._follow(outcome.receipt)
        return outcome

    def look_at_clock(self) -> None:
        """Append `clock.stepped` if the wall clock jumped since the last look."""
        step = self._clock.step()
        if step is not None:
            self._outbox.append_if_room("clock.stepped", dict(step))

    def _learns_of_another_key(self) -> bool:
        """Whether a newer directory, signed with a key that we trust, names one that we did not know.

        A kiosk that slept while the server's key was announced and changed finds out like this.
        """
        before = self._trust.keys
        fetched = fetch_directory(self._carrier, self._trust, self._directory.version)
        if isinstance(fetched, tuple) and fetched[1].version > self._directory.version:
            self._adopt(*fetched)
        return not set(self._trust.keys) <= set(before)

    def _part(self, forked: Forked) -> Outcome:
        """Find the agreed line and ask for a new ledger; once the kiosk writes there, that is delivered."""
        ledger, position = forked.receipt.ledger, self._outbox.position()
        if position.ledger != ledger:
            return self.deliver()
        last = min(forked.receipt.held, position.last.seq)
        heads = Heads(ledger, self._outbox, self._carrier, self._clock, self._trust)
        agreed = agreed_line(self._outbox.head, last, heads)
        if not isinstance(agreed, int):
            return agreed
        self._successor.succeed(ledger, agreed)
        return forked if self._outbox.position().ledger == ledger else self.deliver()

    def _anchor_if_due(self) -> Unanswered | None:
        if not self._clock.anchor_due():
            return None
        return anchor(self._outbox, self._carrier, self._clock, self._trust)

    def _note_way(self, outcome: Outcome) -> None:
        """Keep the way that gave a verified receipt; once it is the directory's, no further one is needed."""
        way = self._carrier.answered
        if isinstance(outcome, Delivered):
            keep_heard(self._shelf, outcome.receipt)
        if not isinstance(outcome, Delivered) or way is None or way == self._proven:
            return
        keep_way(self._shelf, way)
        self._proven = way
        if self._trust.further is not None:
            self._trust = Trust.of(self._directory, way)
            self._carrier.follow(self._trust)

    def _follow_trust(self) -> None:
        """Let the carrier call by the trust, without a further way whose CA cannot be read."""
        try:
            self._carrier.follow(self._trust)
        except BadCertificate:
            self._proven = None
            self._trust = Trust.of(self._directory)
            self._carrier.follow(self._trust)

    def _follow(self, receipt: Receipt) -> Unanswered | None:
        return self._fetch_directory(receipt.directory) or self._fetch_photos()

    def _fetch_directory(self, version: str | None) -> Unanswered | None:
        kept = self._directory.version
        if _version(version, kept) <= kept:
            return None
        fetched = fetch_directory(self._carrier, self._trust, kept)
        if not isinstance(fetched, tuple):
            return fetched
        raw, directory = fetched
        if directory.version > kept:
            self._adopt(raw, directory)
        return None

    def _adopt(self, raw: bytes, directory: Directory) -> None:
        adopt(self._outbox, self._shelf, raw, directory)
        self._directory, self._trust = directory, Trust.of(directory, self._proven)
        self._absent_photos.clear()
        self._follow_trust()
        self._applied(directory)

    def _fetch_photos(self) -> Unanswered | None:
        wanted = [photo for photo in photos_of(self._directory) if self._wants(photo)]
        came = False
        for digest in wanted:
            photo = fetch_photo(self._carrier, self._trust, digest)
            if isinstance(photo, bytes):
                self._shelf.save_photo(digest, photo)
                came = True
            elif isinstance(photo, Refused | Untrusted):
                self._absent_photos.add(digest)
            else:
                return photo
        if came:
            self._applied(self._directory)
        return None

    def _wants(self, digest: str) -> bool:
        return digest not in self._absent_photos and self._shelf.photo(digest) is None


def _version(named: str | None, kept: int) -> int:
    """The directory's version that a receipt names; the one we keep where it names none."""
    return int(named) if named is not None and named.isdecimal() else kept
