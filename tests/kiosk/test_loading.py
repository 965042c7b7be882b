"""What is loaded at the start is never looked through for garbage."""

import gc
from collections.abc import Iterator

import pytest

from kiosk.loading import loading


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Other tests of this process found the collector otherwise."""
    enabled = gc.isenabled()
    yield
    gc.unfreeze()
    if not enabled:
        gc.disable()


def test_no_collector_runs_meanwhile_nor_looks_through_it_afterwards() -> None:
    with loading():
        assert not gc.isenabled()
        loaded = [object()]
    assert gc.isenabled()
    assert not any(one is loaded for one in gc.get_objects())


def test_it_collects_again_after_a_module_that_cannot_be_loaded() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
