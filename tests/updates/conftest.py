"""The office of journeys, a vendor and a machine."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.journeys.conftest import any_office, office, postgres, wire
from tests.journeys.office import Office
from tests.updates.machine import Machine, Vendor

__all__ = ["any_office", "office", "postgres", "wire"]


@pytest.fixture
def vendor(tmp_path: Path) -> Vendor:
    return Vendor(tmp_path, Ed25519PrivateKey.generate())


@pytest.fixture
def machine(office: Office, vendor: Vendor) -> Machine:
    with office.serving():
        office.enrol()
    return Machine(office, vendor)
