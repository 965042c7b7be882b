"""The protocol's and the software's versions."""

PROTOCOL = 1
SOFTWARE = "0.1.0"
