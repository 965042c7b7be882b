import sys
from pathlib import Path

import pytest

from kiosk.desk import memory_sticks

MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /media/hailong/KINGSTON\04064\040GB vfat rw,nosuid 0 0
/dev/sdb1 /media/hailong/KINGSTON\04064\040GB vfat rw,nosuid 0 0
/dev/sdc1 /run/media/hailong/Đĩa exfat ro 0 0
/dev/sdd1 /mnt/backup ext4 rw 0 0
tmpfs /media tmpfs rw 0 0
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has drive letters")


def test_what_is_mounted_where_sticks_are_mounted_is_a_stick(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert memory_sticks(mounts) == [Path("/media/hailong/KINGSTON 64 GB"), Path("/run/media/hailong/Đĩa")]


def test_without_a_stick_there_is_none(tmp_path: Path) -> None:
    assert memory_sticks(tmp_path / "absent") == []
    (tmp_path / "mounts").write_text("proc /proc proc rw 0 0\n\n")
    assert memory_sticks(tmp_path / "mounts") == []


def test_a_folder_where_a_stick_once_was_is_none() -> None:
    assert all(stick.is_mount() for stick in memory_sticks())
