"""Releases with real processes: `make test-updates`."""
