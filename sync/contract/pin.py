"""How a PIN is kept: an argon2id hash in PHC form, cheap enough for a weak kiosk to check."""

import re
from typing import Final

from sync.contract.encoding import Malformed

MAX_MEMORY_KIB: Final = 64 * 1024
MAX_TIME: Final = 10
MAX_LANES: Final = 4

_PHC: Final = re.compile(
    r"\$argon2id\$v=19\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)


def judge_pin(phc: str) -> None:
    """Refuse what is no hash of a PIN, or one that would hold a kiosk up.

    Raises:
        Malformed: the detail says what is expected, never what was there.
    """
    found = _PHC.fullmatch(phc)
    if found is None:
        raise Malformed("pin: expected an argon2id hash as `hailong-central pin` prints it")
    memory, time, lanes = (int(digits) for digits in found.groups())
    if not (1 <= lanes <= MAX_LANES and 8 * lanes <= memory <= MAX_MEMORY_KIB and 1 <= time <= MAX_TIME):
        raise Malformed(
            f"pin: a kiosk checks argon2id hashes of at most m={MAX_MEMORY_KIB} (KiB), "
            f"t={MAX_TIME}, p={MAX_LANES}"
        )
