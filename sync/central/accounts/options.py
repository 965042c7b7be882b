"""What may be chosen in a form: (value, words) in the reader's language."""

from collections.abc import Iterable, Mapping

from sync.central.accounts.roles import Roles
from sync.central.web.words import Voice

Options = list[tuple[str, str]]


def role_options(voice: Voice, roles: Roles) -> Options:
    """Every role."""
    return [(key, voice.pick(role.name)) for key, role in roles.all.items()]


def unit_options(voice: Voice, units: Iterable[tuple[str, Mapping[str, str]]]) -> Options:
    """No unit, and every unit."""
    return [("", voice.say("no_unit")), *((unit, voice.pick(name)) for unit, name in units)]


def act_options(voice: Voice, acts: Iterable[str]) -> Options:
    """Any act, and every act."""
    return [("", voice.say("any")), *((act, act_name(voice, act)) for act in acts)]


def act_name(voice: Voice, act: str) -> str:
    """What an act is called; one without words keeps the name it is stored under."""
    return _named(voice, "act", act)


def detail_name(voice: Voice, key: str) -> str:
    """What one thing that an entry tells is called."""
    return _named(voice, "detail", key)


def value_name(voice: Voice, key: str, text: str) -> str:
    """What an entry tells under `key`: a word of ours, or what somebody wrote."""
    word = f"value_{key}_{text}"
    return voice.say(word) if word in voice.words else text


def _named(voice: Voice, kind: str, key: str) -> str:
    word = f"{kind}_{key}"
    return voice.say(word) if word in voice.words else key
