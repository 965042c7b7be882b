"""Kiosks, what lies between, and a central server, in any order of things: nothing is lost, nothing twice.

Real stores on disk, the real contact, the real application on SQLite. After every step no kiosk believes in
more than was held, and now and then every figure is recomputed; at the end everything drains, what was kept
apart is released, and each rating that a citizen saw acknowledged counts exactly once, but for a planned 1
whose code came back: it is taken out, or an alarm says that it is missing; whoever kept every view of what
was published meanwhile has learned nothing about fewer than ten of them. What a disk took with it (put back
to an image before it could deliver), no ledger can bring back: it is left out, and nothing else.
"""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync.agent.outcome import Delivered, Idle
from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.figures.closing import Published
from sync.central.fleet.retiring import replace_kiosk, revoke_kiosk
from sync.contract.ledger import read_line
from sync.contract.token import receipt_code
from tests.central.attacker import smallest_group
from tests.central.observer import Observer
from tests.central.world import DAY_MS, UNIT
from tests.soak import QUICK, TIMES, examples
from tests.soak.carriers import Sticks, prune, pull
from tests.soak.device import MISHAPS, Device, Sent, ratings_in
from tests.soak.killing import Fate, fated
from tests.soak.served import Served

DEVICES = 4
ROUNDS = 40
FEWEST = 10
YEAR_MS = 365 * 24 * 3_600_000
PLACE = st.integers(0, 1_000)
PICKS = st.lists(st.integers(0, 7), min_size=1, max_size=4)
AT_EXPORT = st.sampled_from([None, None, "stick.before_rename", "stick.after_rename"])
AT_IMPORT = st.sampled_from(
    [None, None, "ingest.before_commit", "ingest.after_commit", "stick.before_rename"]
)
AT_SETTLE = st.sampled_from([None, None, "settle.after_mark", "settle.after_line"])
AT_PULL = st.sampled_from([None, None, "pull.before_settle", "ingest.before_commit", "ingest.after_commit"])

told: Counter[str] = Counter()
"""What the machines of this run did and found, in all."""


class AnyOrder(RuleBasedStateMachine):
    """One province."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hl-any-order-", dir=QUICK))
        self.fate = Fate()
        self.fates = fated(self.fate)
        self.fates.__enter__()
        self.served = Served(self.folder / "central")
        self.devices: list[Device] = []
        self.sticks = Sticks(self.folder / "sticks")
        self.images: list[tuple[str, Path]] = []
        self.backups: list[Path] = []
        self.rated: set[str] = set()
        self.planned: set[str] = set()
        self.gone: set[str] = set()
        self.ever_held: set[tuple[str, int, str]] = set()
        self.revoked: set[str] = set()
        self.replaced: set[str] = set()
        self.was_restored = False
        self.observer = Observer(Published(UNIT))
        self.steps = 0

    # what happens

    @initialize()
    def begin(self) -> None:
        for number in range(2):
            self.devices.append(Device.enrolled(self.served, self.folder / f"kiosk-{number}", self.fate))
        self.backups.append(self.served.back_up())

    @rule(which=PLACE, score=st.integers(1, 5), changed=st.booleans(), times=st.integers(1, 4))
    def citizens_rate(self, which: int, score: int, changed: bool, times: int) -> None:
        for _ in range(times):
            self.rated.add(self.device(which).rate(score, changed=changed))
        told["ratings"] += times

    @rule(which=PLACE, mishaps=st.lists(st.sampled_from(MISHAPS), max_size=6), beat=st.booleans())
    def a_contact(self, which: int, mishaps: list[str], beat: bool) -> None:
        device = self.device(which)
        outcome = device.talk(mishaps, beat=beat)
        told["contacts"] += 1
        told["mishaps"] += sum(mishap != "none" for mishap in mishaps)
        self.note_held()
        if isinstance(outcome, Delivered):
            position = device.store.position()
            assert position.settled.seq <= position.last.seq

    @rule(
        events=st.lists(
            st.tuples(PLACE, st.integers(0, 3), st.lists(st.sampled_from(MISHAPS), max_size=3)),
            min_size=2,
            max_size=6,
        )
    )
    def a_busy_hour(self, events: list[tuple[int, int, list[str]]]) -> None:
        for which, times, mishaps in events:
            self.citizens_rate(which, 1 + which % 5, times == 2, times)
            self.a_contact(which, mishaps, False)

    @rule(which=PLACE)
    def a_good_contact(self, which: int) -> None:
        self.a_contact(which, [], False)

    @rule(which=PLACE, at=AT_EXPORT)
    def a_stick_is_written(self, which: int, at: str | None) -> None:
        with self.fate.awaits(at):
            self.sticks.export(self.device(which))
        told["exports"] += 1

    @precondition(lambda self: self.sticks.up)
    @rule(picks=PICKS, at=AT_IMPORT)
    def sticks_are_imported(self, picks: list[int], at: str | None) -> None:
        with self.fate.awaits(at):
            self.sticks.bring(self.served, picks)
        told["imports"] += 1
        self.note_held()

    @precondition(lambda self: self.sticks.down)
    @rule(which=PLACE, picks=PICKS, at=AT_SETTLE)
    def a_stick_comes_back(self, which: int, picks: list[int], at: str | None) -> None:
        with self.fate.awaits(at):
            self.sticks.settle(self.device(which), picks)
        told["settles"] += 1
        self.old_lines_may_have_gone()

    @rule(which=PLACE, times=st.integers(0, 3), at=AT_SETTLE)
    def a_stick_goes_and_comes(self, which: int, times: int, at: str | None) -> None:
        self.citizens_rate(which, 4, False, times)
        self.a_stick_is_written(which, None)
        self.sticks_are_imported([-2, -1], None)
        self.a_stick_comes_back(which, [-1, -2, -3], at)

    @rule(which=PLACE, cut=st.none() | st.integers(1, 9), heard=st.booleans(), at=AT_PULL)
    def the_server_pulls(self, which: int, cut: int | None, heard: bool, at: str | None) -> None:
        with self.fate.awaits(at):
            pull(self.served, self.device(which), cut, heard=heard)
        told["visits"] += 1
        self.note_held()
        self.old_lines_may_have_gone()

    @precondition(lambda self: any(device.wire.late for device in self.devices))
    @rule(place=PLACE)
    def what_was_late_arrives(self, place: int) -> None:
        late = [(device, sent) for device in self.devices for sent in device.wire.late]
        device, sent = late[place % len(late)]
        device.wire.late.remove(sent)
        self.arrives(device, sent)

    @precondition(lambda self: any(device.wire.sent for device in self.devices))
    @rule(place=PLACE)
    def an_old_request_arrives_again(self, place: int) -> None:
        old = [(device, sent) for device in self.devices for sent in device.wire.sent]
        self.arrives(*old[place % len(old)])

    @rule(which=PLACE, boot=st.booleans())
    def a_kiosk_is_killed(self, which: int, boot: bool) -> None:
        self.device(which).reopen(boot=boot)
        told["restarts of kiosks"] += 1

    @rule()
    def the_server_is_killed(self) -> None:
        self.served.restart()
        told["restarts of the server"] += 1

    @precondition(lambda self: len(self.backups) < 3)
    @rule()
    def the_server_is_backed_up(self) -> None:
        self.backups.append(self.served.back_up())

    @precondition(lambda self: self.backups)
    @rule(place=PLACE)
    def the_server_is_restored(self, place: int) -> None:
        backup = self.backups[place % len(self.backups)]
        self.served.restore(backup)
        self.was_restored = True
        told["restores of the server"] += 1
        self.forget_what_is_nowhere()

    @precondition(lambda self: len(self.images) < 4)
    @rule(which=PLACE)
    def an_image_is_made(self, which: int) -> None:
        device = self.device(which)
        self.images.append((device.kiosk, device.copy(f"image-{len(self.images)}")))

    @precondition(lambda self: self.images)
    @rule(which=PLACE, place=PLACE)
    def a_kiosk_is_put_back(self, which: int, place: int) -> None:
        kiosk, image = self.images[place % len(self.images)]
        same = [device for device in self.devices if device.kiosk == kiosk]
        same[which % len(same)].put_back(image)
        told["kiosks put back"] += 1
        self.forget_what_is_nowhere()

    @rule(which=PLACE, mishaps=st.lists(st.sampled_from(MISHAPS), max_size=3))
    def a_kiosk_is_put_back_to_a_moment_ago(self, which: int, mishaps: list[str]) -> None:
        """The surest way to a fork: what was delivered since is unknown to it, and it goes on."""
        device = self.device(which)
        moment = device.copy("moment")
        self.citizens_rate(which, 5, False, 1)
        self.a_contact(which, [], False)
        device.put_back(moment)
        shutil.rmtree(moment)
        told["kiosks put back"] += 1
        self.forget_what_is_nowhere()
        self.citizens_rate(which, 1, True, 2)
        self.a_contact(which, mishaps, False)

    @precondition(lambda self: len(self.devices) < DEVICES)
    @rule(which=PLACE)
    def a_kiosk_is_cloned(self, which: int) -> None:
        device = self.device(which)
        folder = device.copy(f"kiosk-{len(self.devices)}")
        clock = type(device.clock)(device.clock.wall, device.clock.up, device.clock.boot_id)
        self.devices.append(Device(self.served, folder, clock, self.fate))
        told["clones"] += 1

    @rule(which=PLACE, ms=st.sampled_from([-17 * YEAR_MS, -90_000, 1_000, 4 * 3_600_000, 15 * YEAR_MS]))
    def a_clock_jumps(self, which: int, ms: int) -> None:
        clock = self.device(which).clock
        clock.wall = max(0, clock.wall + ms)
        told["jumps of clocks"] += 1

    @rule(ms=st.integers(1, 8 * 3_600_000))
    def time_passes(self, ms: int) -> None:
        self.served.world.clock.now_ms += ms
        for device in self.devices:
            device.clock.wall += ms
            device.clock.up += ms

    @rule(which=PLACE, scores=st.lists(st.integers(1, 5), max_size=13), shown=st.booleans())
    def a_day_is_over(self, which: int, scores: list[int], shown: bool) -> None:
        """Somebody who may not see live figures looks after each day, or after some of them."""
        for score in scores:
            self.citizens_rate(which, score, False, 1)
        self.a_contact(which, [], False)
        self.time_passes(DAY_MS)
        if shown:
            self.served.look(self.observer)
            told["looks at what is published"] += 1

    @rule(which=PLACE)
    def half_a_year_passes_and_old_lines_go(self, which: int) -> None:
        self.time_passes(YEAR_MS // 2)
        device = self.device(which)
        settled = device.store.position().settled.seq
        before, all_before = device.own_lines(), sum(map(bool, device.lines()))
        prune(device)
        after = set(device.own_lines())
        gone = [read_line(raw).seq for raw in before if raw and raw not in after]
        told["lines let go"] += len(gone)
        told["lines of former ledgers let go"] += all_before - sum(map(bool, device.lines())) - len(gone)
        assert max(gone, default=0) <= settled
        self.old_lines_may_have_gone()

    @precondition(lambda self: len(self.revoked) < 1)
    @rule(which=PLACE)
    def a_kiosk_is_revoked(self, which: int) -> None:
        world, kiosk = self.served.world, self.device(which).kiosk
        with writing(world.engine) as connection:
            site = site_of(connection, world.settings)
            revoke_kiosk(connection, world.identity, world.clock, site, kiosk, "Lê Thị Mai", "mất máy")
        self.revoked.add(kiosk)
        told["revoked"] += 1

    @precondition(lambda self: len(self.devices) < DEVICES and not self.replaced)
    @rule(which=PLACE)
    def a_kiosk_is_replaced(self, which: int) -> None:
        world, kiosk = self.served.world, self.device(which).kiosk
        with writing(world.engine) as connection:
            site = site_of(connection, world.settings)
            added = replace_kiosk(connection, world.identity, world.clock, site, kiosk, "Lê Thị Mai")
        folder = self.folder / f"kiosk-{len(self.devices)}"
        self.devices.append(Device.enrolled(self.served, folder, self.fate, added))
        self.replaced.add(kiosk)
        self.backups = [self.served.back_up()]  # one from before would not know the new kiosk
        told["replaced"] += 1

    @rule(which=PLACE, mishaps=st.lists(st.sampled_from(MISHAPS), max_size=3))
    def an_inspector_proves_the_way(self, which: int, mishaps: list[str]) -> None:
        """A 1 that was planned, among those of citizens; its code comes whether or not it has arrived."""
        device = self.device(which)
        canary = self.served.plan_proof(device.kiosk)
        if canary is None:
            return
        self.time_passes(600_000)
        rating = device.rate(1, changed=False)
        self.rated.add(rating)
        self.planned.add(rating)
        self.a_contact(which, mishaps, False)
        self.served.take_code(canary, receipt_code(rating))
        told["proofs planned"] += 1

    @rule()
    def what_was_kept_apart_is_released(self) -> None:
        told["released"] += self.served.release_all()

    # what must hold

    @invariant()
    def no_kiosk_believes_in_more_than_was_held(self) -> None:
        for device in self.devices:
            position = device.store.position()
            settled = (position.ledger, position.settled.seq, position.settled.hex)
            assert position.settled.seq == 0 or settled in self.ever_held

    @invariant()
    def figures_are_a_function_of_ledgers(self) -> None:
        self.steps += 1
        told["steps"] += 1
        if self.steps % 8 == 0:
            self.prove()

    def teardown(self) -> None:
        try:
            if self.devices:
                self.at_the_end_everything_counts_once()
        finally:
            for device in self.devices:
                device.store.close()
            self.served.end()
            self.fates.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def at_the_end_everything_counts_once(self) -> None:
        for _ in range(ROUNDS):
            outcomes = [device.talk([], beat=beat) for device in self.devices for beat in (True, False)]
            self.note_held()
            if all(isinstance(one, Idle | Delivered) for one in outcomes) and not self.left():
                break
        assert not self.left(), "some kiosk never drains"
        for device in self.devices:
            device.store.verify()
        told["released"] += self.served.release_all()
        self.nobody_who_kept_every_view_knows_of_fewer_than_ten()
        self.prove()
        counted, proven = self.served.counted(), self.served.proven()
        told["proofs complete"] += len(proven)
        assert proven <= self.planned - set(counted)
        self.time_passes(DAY_MS)
        assert not self.served.proofs_that_nobody_misses()
        lost = self.rated - self.gone - proven - set(counted)
        missing = lost & self.told_to_be_missing()
        told["told to be missing"] += len(missing)
        lost -= missing
        told["lost"] += len(lost)
        told["doubled"] += len(counted) - len(set(counted))
        told["lines held"] += len(self.served.standing())
        told["kills at a point"] += self.fate.kills
        assert not lost
        assert len(counted) == len(set(counted))
        assert set(counted) <= self.rated
        assert self.served.figure() == len(counted)

    def nobody_who_kept_every_view_knows_of_fewer_than_ten(self) -> None:
        self.served.look(self.observer)
        told["changes of what is published"] += self.observer.state.number
        assert smallest_group(self.observer.views, FEWEST) is None

    # how it is found out

    def device(self, which: int) -> Device:
        return self.devices[which % len(self.devices)]

    def left(self) -> int:
        return sum(device.pending() for device in self.devices)

    def arrives(self, device: Device, sent: Sent) -> None:
        device.again(sent)
        self.note_held()
        told["old requests"] += 1

    def note_held(self) -> None:
        self.ever_held |= self.served.standing()

    def prove(self) -> None:
        proof = self.served.world.verify()
        told["proofs"] += 1
        assert proof.differences == []

    def told_to_be_missing(self) -> set[str]:
        """What a clone still has on its disk, while the server was told of a hole there, and raised an alarm.

        The server was restored, one of two machines with one key had let the lines go, and said so first.
        """
        holes = self.served.holes()
        return ratings_in(
            raw
            for device in self.devices
            for ledger, seq, raw in device.placed_lines()
            if any(hole.ledger == ledger and hole.first <= seq <= hole.last for hole in holes)
        )

    def old_lines_may_have_gone(self) -> None:
        """What a kiosk let go was held: only a server that was restored may lack it, and hears of a hole."""
        lost = set(self.gone)
        self.forget_what_is_nowhere()
        assert self.was_restored or self.gone == lost

    def forget_what_is_nowhere(self) -> None:
        """A rating that neither the server nor any disk has is gone, through no fault of the programs."""
        somewhere = ratings_in(self.served.kept_lines())
        for device in self.devices:
            somewhere |= ratings_in(device.lines())
        self.gone |= self.rated - somewhere


def test_in_any_order_nothing_is_lost_and_nothing_counts_twice() -> None:
    told.clear()
    profile = settings(
        max_examples=examples(70),
        derandomize=TIMES == 1,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if TIMES > 1 else [])],
    )
    AnyOrder.TestCase.settings = profile
    AnyOrder.TestCase().runTest()
    print("\n" + ", ".join(f"{what} {number:,}" for what, number in sorted(told.items())))
