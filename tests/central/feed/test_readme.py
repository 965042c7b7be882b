"""The reader in README.md, run as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.central.desk import Desk
from tests.central.feed.test_feed import a_key, told
from tests.central.world import World

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_reader_of_the_readme_reads_every_rating(desk: Desk, world: World) -> None:
    [program] = re.findall(r"A reader in full:\n\n```python\n(.*?)```", README, re.DOTALL)
    desk.open()
    withdrawn = desk.rate(1)
    for score in (2, 3):
        desk.rate(score)
    desk.deliver()
    told(world)
    desk.append("rating.withdrawn", {"of": withdrawn})
    desk.deliver(5)
    told(world)
    secret = a_key(world)["Authorization"].split()[1]
    environment = os.environ | {"SITE": world.door.address, "KEY": secret}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"2 ratings count; next time from 2-[0-9a-f]{16}\n", done.stdout)
