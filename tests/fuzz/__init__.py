"""Bytes from strangers: every parser refuses with a refusal of its own, within its limits."""
