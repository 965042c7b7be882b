"""Files with a secret in them: new, and their owner's alone."""

import os
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Write a new file of mode 0600; it is on disk when this returns.

    Raises:
        OSError: it exists (FileExistsError) or cannot be written.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
