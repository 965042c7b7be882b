import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.database.engine import open_engine
from sync.central.keys.identity import FILE_NAME, read_kept, replace_kept
from sync.central.settings import Settings
from sync.central.watch.aside import Aside, NoAnswer
from sync.central.watch.readiness import Readiness
from sync.contract.problems import Code
from tests.central.desk import refusal
from tests.central.watch.listening import watch
from tests.central.world import ADDRESS, World


def ready(world: World, state: State | None = None) -> tuple[bool, list[str]]:
    """What a newly started server would say."""
    found = asyncio.run(Readiness(state or world.state).judge())
    assert (found.code is None) == found.ready
    return found.ready, [str(want) for want in found.missing]


def test_a_server_that_can_take_lines_in_is_ready(world: World) -> None:
    watch(world)
    answer = world.call("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "code": None, "missing": []})
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.call("GET", "/healthz").json() == {"alive": True}


@pytest.mark.parametrize("revision", ["m0001_first_shape", "m9999_of_tomorrow"])
def test_another_versions_schema_is_not_ready(world: World, revision: str) -> None:
    watch(world)
    world.execute(f"UPDATE alembic_version SET version_num = '{revision}'")
    answer = world.call("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "code": "schema", "missing": ["schema"]},
    )
    assert world.call("GET", "/healthz").status_code == 200


def test_without_its_keys_or_with_others_it_is_not_ready(world: World) -> None:
    watch(world)
    assert ready(world) == (True, [])
    file = world.folder / "keys" / FILE_NAME
    kept = read_kept(file)
    replace_kept(file, msgspec.structs.replace(kept, signing_key="ab" * 32))
    assert ready(world) == (False, ["keys"])
    file.unlink()
    assert ready(world) == (False, ["keys"])


def test_without_room_it_is_not_ready(world: World) -> None:
    watch(world)
    settings = Settings(data=world.folder, database="", address=ADDRESS, least_room_mib=1 << 40)
    state = State(world.engine, world.identity, settings, world.clock)
    assert ready(world, state) == (False, ["room"])
    state.end()


@pytest.mark.parametrize(
    "gone_url", ["sqlite:////nowhere/at/all.sqlite", "postgresql+psycopg://u:geheim@127.0.0.1:1/x"]
)
def test_a_database_that_is_not_there_is_not_ready_and_alive_all_the_same(
    world: World, gone_url: str
) -> None:
    watch(world)
    gone = open_engine(gone_url)
    state = State(gone, world.identity, world.settings, world.clock)
    world.door.app = build_app(state)
    answer = world.call("GET", "/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "database")
    assert "geheim" not in answer.text
    assert world.call("GET", "/healthz").status_code == 200
    assert b"hailong_database_up 0.0" in world.call("GET", "/metrics").content
    state.end()
    gone.dispose()


def test_a_server_that_was_asked_to_end_is_not_ready(world: World) -> None:
    watch(world)
    assert world.call("GET", "/readyz").status_code == 200
    world.state.stopping.asked = True
    answer = world.call("GET", "/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "stopping")
    assert world.call("GET", "/").status_code == 503


def test_a_browser_that_comes_while_the_server_ends_reads_a_page_and_a_device_a_problem(world: World) -> None:
    watch(world)
    world.state.stopping.asked = True
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "vi"}
    for method, path in (("GET", "/"), ("GET", "/T/ABC"), ("POST", "/sign-in"), ("GET", "/nowhere")):
        answer = world.call(method, path, headers=browser)
        told = (answer.status_code, answer.headers["content-type"], answer.headers["retry-after"])
        assert told == (503, "text/html; charset=utf-8", "5"), path
        assert "Hệ thống đang tạm gián đoạn, dữ liệu vẫn được giữ đủ" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "nothing is lost" in world.call("GET", "/", headers=browser | {"Accept-Language": "en"}).text
    page = world.call("GET", "/", headers=browser)
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert world.call("GET", style).status_code == 200
    refusal(world.call("GET", "/api/v1/time?nonce=0", headers=browser), Code.BUSY)
    refusal(world.call("GET", "/T/ABC", headers={"Accept": "*/*"}), Code.BUSY)


def test_a_database_that_hangs_holds_one_thread_and_nobody_up() -> None:
    answers, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        assert answers.wait(30)
        return "there"

    async def ask() -> None:
        aside = Aside(threads, hang)
        for _ in range(3):
            with pytest.raises(NoAnswer):
                await aside.ask(0.01)
        answers.set()
        assert await aside.ask(30) == "there"

    with ThreadPoolExecutor(1) as threads:
        asyncio.run(ask())
    assert asked == [1]
