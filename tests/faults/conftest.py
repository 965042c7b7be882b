"""A province for a whole suite of faults."""

from collections.abc import Iterator

import pytest

from tests.faults.province import Province


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    province = Province(tmp_path_factory.mktemp("province"))
    yield province
    province.rest()
