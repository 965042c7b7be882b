"""What commands say to people and programs, and the secrets they ask for."""

import argparse
import getpass
import sys
import warnings
from datetime import UTC, datetime

import msgspec


class NotAsked(Exception):
    """A secret could not be had; the message says why."""


def tell(given: argparse.Namespace, told: object, words: str) -> None:
    """Print one JSON object, or words for people; at once."""
    sys.stdout.write((msgspec.json.encode(told).decode() if given.json else words) + "\n")
    sys.stdout.flush()


def moment(ms: int | None, never: str = "") -> str:
    """A moment (ms UTC) to the minute, in UTC; `never` where there is none."""
    return never if ms is None else f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def ask_secret(what: str, *, from_stdin: bool) -> str:
    """The secret called `what`: typed twice at the terminal and never shown, or one line of standard input.

    Raises:
        NotAsked: nobody is at a terminal, or the two are not the same.
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would be shown
        try:
            first, again = getpass.getpass(f"{what}: "), getpass.getpass(f"{what}, again: ")
        except (getpass.GetPassWarning, EOFError) as error:
            raise NotAsked(f"{what}: no terminal to ask at; give it with --stdin") from error
    if first != again:
        raise NotAsked(f"{what}: the two are not the same")
    return first
