"""This very machine: the one place that may be called without TLS."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by name or number; no look-up is made."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
