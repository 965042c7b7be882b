"""The files of build_spec/cluster as they stand, but for addresses, folders and users of this machine."""

import re
import socket
from pathlib import Path

SPEC = Path(__file__).parents[2] / "build_spec" / "cluster"
LOOPBACK = "127.0.0.1"

_PLACE = re.compile(r"(10\.20\.0\.\d+|127\.0\.0\.1)(:|[ ]port=|\nlisten_port = )(\d+)")
_CHECKED = re.compile(r"(10\.20\.0\.\d+):(\d+) check port (\d+)")


class Machines:
    """Gives each port of each machine a free one of this machine, and reads files for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports: dict[tuple[str, int], int] = {}

    def port(self, machine: str, port: int) -> int:
        """Where on this machine that port of that machine is."""
        if (machine, port) not in self._ports:
            with socket.socket() as free:
                free.bind((LOOPBACK, 0))
                self._ports[machine, port] = free.getsockname()[1]
        return self._ports[machine, port]

    def file(self, name: str, paths: dict[str, str]) -> str:
        """A file as it is for the first machine; `paths` replaces text by text."""
        text = _CHECKED.sub(self._checked, (SPEC / name).read_text("utf-8"))
        return self._here(text, paths)

    def database_file(self, name: str, number: int, paths: dict[str, str]) -> str:
        """A file as it is for database machine `number`: what the file's first lines say changes."""
        lines = [
            line
            if "10.20.0.13" in line
            else line.replace("10.20.0.11", f"10.20.0.1{number}").replace("db1", f"db{number}")
            for line in (SPEC / name).read_text("utf-8").splitlines()
        ]
        return self._here("\n".join(lines) + "\n", paths)

    def _here(self, text: str, paths: dict[str, str]) -> str:
        text = _PLACE.sub(lambda found: f"{LOOPBACK}{found[2]}{self.port(found[1], int(found[3]))}", text)
        for old, new in paths.items():
            assert old in text, f"{old} is not in the file"
            text = text.replace(old, new)
        return text.replace("10.20.0.0/24", f"{LOOPBACK}/32")

    def _checked(self, found: re.Match[str]) -> str:
        checked = self.port(found[1], int(found[3]))
        return f"{found[1]}:{found[2]} check port {checked}"
