"""Officials' photos as files, where the screen can load them; the store keeps what came down."""

from pathlib import Path

from kiosk.private_files import make_private_folder, replace_file
from kiosk.store import Store
from sync.agent.kept_directory import photos_of
from sync.contract.directory import Directory

FOLDER_NAME = "photos"


def photo_urls(directory: Directory, store: Store, folder: Path) -> dict[str, str]:
    """File URLs by SHA-256 (hex) of the photos that came; one that nobody names any more goes, file and row.

    What the disk does not let go, or a crash leaves behind, goes at the next start.
    """
    home = folder / FOLDER_NAME
    make_private_folder(home)
    wanted = photos_of(directory)
    for gone in [file for file in home.iterdir() if file.is_file() and file.name not in wanted]:
        gone.unlink(missing_ok=True)
    store.forget_photos(directory.version, wanted)
    urls = {}
    for digest in wanted:
        file = home / digest
        if not file.exists() and (photo := store.photo(digest)) is not None:
            replace_file(file, [photo])
        if file.exists():
            urls[digest] = file.as_uri()
    return urls
