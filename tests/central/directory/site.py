"""A central server with a tree of units and long names, behind a real socket, for a browser."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assets import FOLDER
from sync.central.api.site import site_of
from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from sync.central.directory.publish import publish_all
from sync.contract.desk_time import desk_day
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.people import SignedIn
from tests.central.world import World, named

DEMO = json.loads((FOLDER / "demo" / "province.json").read_text(encoding="utf-8"))
WARD: str = DEMO["units"][0]["unit"]
OFFICIAL: str = DEMO["officials"][0]["official"]
QUESTIONS: str = DEMO["questionnaires"][0]["id"]
REGION = "0b7a3e0c-6d1f-4c55-9d0a-2f6f5d0e7a11"
ISLAND = "5b0f6c7a-2d9e-4a36-8a57-6e0f43a1c2d9"
LONG = "Trung tâm Phục vụ hành chính công đặc khu Cát Hải – Công Tằng Tôn Nữ Phương Thảo Nguyên"


class Site:
    """The server, its address, and one enrolled kiosk in the first ward."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.address = world.door.address
        self._load(folder)
        self.desk = Desk(world, WARD)

    def let_in(self, *grants: tuple[str, str]) -> None:
        """From now on whoever asks is this person."""
        self.world.open()
        assert self.world.door.app is not None
        self.world.door.app = SignedIn(self.world.door.app, self.world.sign_in(*grants))

    def _load(self, folder: Path) -> None:
        """The demonstration's province below a region; one unit there has the longest of names."""
        shutil.copytree(FOLDER / "demo", folder)
        top = {"unit": REGION, "name": named("Tỉnh Bình Hà")}
        island = {"unit": ISLAND, "name": named(LONG), "parent": WARD, "since": "2027-01-01"}
        below = [unit | {"parent": REGION} for unit in DEMO["units"]]
        province = DEMO | {"units": [top, *below, island]}
        (folder / "province.json").write_text(json.dumps(province, ensure_ascii=False), "utf-8")
        world = self.world
        with writing(world.engine) as connection:
            load_province(connection, read_province(folder), desk_day(world.clock.wall_ms()))
            publish_all(connection, world.identity, world.clock, site_of(connection, world.settings))


@contextmanager
def a_site(folder: Path) -> Iterator[Site]:
    """The site, on SQLite."""
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    with Door() as door:
        world = World(engine, folder / "small", door)
        yield Site(world, folder / "demo")
        world.state.end()
    engine.dispose()
