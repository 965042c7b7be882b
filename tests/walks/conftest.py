"""A walk begins as a journey does, in front of an office."""

from tests.journeys.conftest import office, wire

__all__ = ["office", "wire"]
