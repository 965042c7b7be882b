"""A provisioning file, read: what it says is believed if the key that it names signed it."""

from pathlib import Path

from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.contract.encoding import Malformed
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.contract.rollout import MAX_FILE, Rollout, read_rollout
from sync.contract.signed import Unsigned
from sync.wire.stick import NoFile, read_whole


def read_provisioning(file: Path) -> Rollout | EnrolmentFailure:
    """What the file says."""
    raw = read_whole(file, MAX_FILE)
    if isinstance(raw, NoFile):
        return EnrolmentFailure(Reason.PROVISIONING, f"{file}: {raw.detail}")
    try:
        return read_rollout(raw)
    except (Malformed, Unsigned) as error:
        return EnrolmentFailure(Reason.PROVISIONING, f"{file}: {error}")


def links_of(told: Rollout) -> list[EnrolmentLink]:
    """The ways to enrol by it, one for each address."""
    printed = fingerprint(bytes.fromhex(told.key))
    return [EnrolmentLink(address, told.code, printed) for address in told.addresses]
