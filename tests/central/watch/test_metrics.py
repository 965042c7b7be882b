from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.database.engine import reading
from sync.central.database.now import database_ms
from sync.central.jobs.job import Job, Work
from sync.central.jobs.running import run_due
from sync.central.jobs.schedule import Every
from sync.central.settings import KEYS, Settings
from tests.central.desk import NONCE, Desk
from tests.central.jobs.work import work_of
from tests.central.watch.listening import calm, watch
from tests.central.world import ADDRESS, World

HOUR_MS = 3_600_000


def scraped(world: World) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample, by its name and labels."""
    calm(world)
    answer = world.call("GET", "/metrics")
    assert answer.status_code == 200
    families = list(text_string_to_metric_families(answer.text))
    names = [family.name for family in families]
    assert len(names) == len(set(names))
    assert all(family.documentation for family in families)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def at(found: dict[tuple[str, frozenset[tuple[str, str]]], float], name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


def test_what_was_taken_and_what_was_refused_is_counted(world: World) -> None:
    watch(world)
    desk = Desk(world)
    desk.open()
    for score in (5, 4, 1):
        desk.rate(score)
    desk.append_raw(b"\xff no line \xff")
    desk.deliver()
    desk.deliver()
    desk.rate(2)
    desk.deliver(5)
    world.call("POST", f"/api/v1/ledgers/{desk.ledger}/segments", b"x")
    desk.send(desk.segment() + b"x")
    found = scraped(world)
    assert at(found, "hailong_segments_accepted_total") == 3
    assert at(found, "hailong_lines_accepted_total") == 6 == at(found, "hailong_lines_held") - own(world)
    assert at(found, "hailong_ratings_accepted_total") == 4
    assert at(found, "hailong_refusals_total", code="signature") == 1
    assert at(found, "hailong_refusals_total", code="framing") == 1
    assert at(found, "hailong_bodies_kept_aside") == 2


def own(world: World) -> int:
    """The lines of the server's own ledger."""
    ((held,),) = world.query("SELECT held FROM ledgers JOIN server ON server.ledger = ledgers.ledger")
    return int(held)


def test_how_long_answers_take_is_told_by_pattern_and_never_by_address(world: World) -> None:
    watch(world)
    for token in ("AAAA", "BBBB"):
        assert world.call("GET", f"/T/{token}").status_code == 404
    world.call("GET", "/nowhere/at/all")
    world.call("BREW", "/healthz")
    found = scraped(world)
    count = "hailong_request_seconds_count"
    assert at(found, count, method="GET", route="/T/{token}", status="4xx") == 2
    assert at(found, count, method="GET", route="none", status="4xx") == 1
    assert at(found, count, method="other", route="/healthz", status="4xx") == 1
    assert not [labels for _, labels in found if any("AAAA" in value for _, value in labels)]
    assert at(found, "hailong_requests_under_way") == 1


def test_lanes_pool_and_version_are_told(world: World) -> None:
    watch(world)
    found = scraped(world)
    assert at(found, "hailong_database_up") == 1
    for lane in ("live", "backlog"):
        assert at(found, "hailong_lane_inside", lane=lane) == 0
        assert at(found, "hailong_lane_waiting", lane=lane) == 0
        assert at(found, "hailong_lane_places", lane=lane) > 0
    assert at(found, "hailong_database_connections", state="in_use") == 0
    assert at(found, "hailong_database_connections", state="idle") >= 1
    assert any(name == "hailong_build_info" for name, _ in found)


def test_the_fleet_is_told_by_state_silence_and_what_is_pending(world: World) -> None:
    watch(world)
    heard, silent, awaited = Desk(world), Desk(world), Desk(world)
    with reading(world.engine) as connection:
        moment = database_ms(connection)
    for desk, pending, ago_ms in ((heard, 0, 1_000), (silent, 7, 25 * HOUR_MS)):
        world.execute(
            f"UPDATE kiosks SET pending = {pending}, last_heard_ms = {moment - ago_ms} "
            f"WHERE kiosk = '{desk.kiosk}'"
        )
    world.execute(f"UPDATE kiosks SET state = 'revoked' WHERE kiosk = '{awaited.kiosk}'")
    found = scraped(world)
    assert at(found, "hailong_kiosks", state="enrolled") == 2
    assert at(found, "hailong_kiosks", state="revoked") == 1
    assert [at(found, "hailong_kiosks_silent", over=span) for span in ("1h", "1d", "7d")] == [1, 1, 0]
    assert at(found, "hailong_lines_pending") == 7
    assert 25 * 3_600 <= at(found, "hailong_oldest_pending_seconds") < 26 * 3_600


def test_jobs_and_the_last_backup_are_told(world: World) -> None:
    watch(world)

    def fail(_work: Work) -> str:
        raise ValueError

    run_due(work_of(world), [Job("good", Every(60), lambda _: "well"), Job("bad", Every(60), fail)])
    world.execute("INSERT INTO backups (taken_ms, file, bytes, digest) VALUES (0, 'x', 77, '')")
    found = scraped(world)
    assert at(found, "hailong_job_runs_total", job="good", outcome="done") == 1
    assert at(found, "hailong_job_runs_total", job="bad", outcome="failed") == 1
    assert at(found, "hailong_job_failing", job="bad") == 1
    assert at(found, "hailong_job_done_timestamp_seconds", job="good") > 1_700_000_000
    assert at(found, "hailong_backup_age_seconds") > 1_700_000_000
    assert at(found, "hailong_backup_bytes") == 77


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "central.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Authorization": "Bearer guessed"},
    ],
)
def test_whoever_is_not_this_machine_and_has_no_token_may_not_scrape(
    world: World, headers: dict[str, str]
) -> None:
    watch(world)
    told = {"X-Forwarded-For": "192.0.2.7"} | headers if "Authorization" in headers else headers
    assert world.call("GET", "/metrics", headers=told).status_code == 404


def test_a_proxy_on_this_machine_is_not_this_machine_and_a_token_is_read_anew(
    world: World, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("the first\n")
    settings = Settings(
        data=world.folder,
        database="",
        address=ADDRESS,
        proxy=KEYS["proxy"].read("127.0.0.1"),
        metrics_token=token,
    )
    state = State(world.engine, world.identity, settings, world.clock)
    world.door.app = build_app(state)

    def asked(told: str) -> int:
        headers = {"Authorization": told, "X-Forwarded-For": "192.0.2.7"}
        return world.call("GET", "/metrics", headers=headers).status_code

    assert world.call("GET", "/metrics").status_code == 404
    assert (asked("Bearer the first"), asked("Basic the first"), asked("Bearer")) == (200, 404, 404)
    token.write_text("the second\n")
    assert (asked("Bearer the first"), asked("bearer the second")) == (404, 200)
    token.write_text("\n")
    assert asked("Bearer") == 404
    token.unlink()
    assert asked("Bearer the second") == 404
    state.end()


def test_each_world_has_a_registry_of_its_own(world: World) -> None:
    watch(world)
    world.call("GET", f"/api/v1/time?nonce={NONCE}")
    other = State(world.engine, world.identity, world.settings, world.clock)
    assert other.meters.registry is not world.state.meters.registry
    assert other.meters.registry.get_sample_value("hailong_requests_under_way") == 0
    other.end()
