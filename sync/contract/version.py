"""The protocol's and the software's versions."""

PROTOCOL = 1
SOFTWARE = "0.1.0"
RELEASE = 1
"""Rises with every release, also where SOFTWARE does not; a kiosk never goes below the highest it ran."""
