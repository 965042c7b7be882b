"""The machine's sound and light, as staff set them: what they set outlives a restart."""

from typing import Final, Protocol

from kiosk.ui.staff_scene import Afar, Said
from sync.contract.directory import Policies

SOUND, BRIGHTNESS, AFAR = "sound", "brightness", "afar"
STEP_PERCENT: Final = 10
NOTHING: Final = Afar()
HEARD: Final = "thanks"
"""The sentence that tries the loudspeaker."""


class Player(Protocol):
    """Plays sounds; nothing here waits or raises."""

    def turn(self, on: bool) -> None:
        """Sound on or off."""

    def has(self, sound_id: str, language: str) -> bool:
        """Whether `play` would be heard now."""

    def play(self, sound_id: str, language: str) -> None:
        """Play it."""


class Light(Protocol):
    """The panel's light."""

    def percent(self) -> int | None:
        """How bright it is, 0 to 100."""

    def set_percent(self, percent: int) -> bool:
        """Make it so bright; whether it was done."""


class Settings(Protocol):
    """Where it is kept."""

    def keep_setting(self, name: str, value: str) -> object:
        """Keep `value` under `name`, without waiting."""

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""


class Comfort:
    """Reads what was kept when it is made; used on the screen's thread, and waits for nothing afterwards.

    A `player` that cannot be heard is none.
    """

    def __init__(self, player: Player | None, light: Light | None, settings: Settings) -> None:
        self._player = player if player is not None and _is_heard(player) else None
        self._light = light
        self._settings = settings
        self._wanted = False
        self._afar = settings.get_setting(AFAR) or told(NOTHING)
        said = settings.get_setting(SOUND)
        self._said = {"on": True, "off": False}.get(said or "")
        kept = settings.get_setting(BRIGHTNESS)
        if light is not None and kept is not None and kept.isdecimal():
            light.set_percent(int(kept))
        self.brightness = None if light is None else light.percent()
        """Percent; None where the panel cannot be told."""
        self._turn()

    @property
    def sound(self) -> bool | None:
        """Whether sound is on; None where there is no loudspeaker."""
        if self._player is None:
            return None
        return self._wanted if self._said is None else self._said

    def follow(self, wanted: bool, afar: Afar = NOTHING) -> None:
        """The directory wants sound, or none; what staff said goes before it.

        What was set for this kiosk alone goes before what staff said until then, not after.
        """
        if told(afar) != self._afar:
            self._obey(afar)
        if wanted is not self._wanted:
            self._wanted = wanted
            self._turn()

    def _obey(self, afar: Afar) -> None:
        before, self._afar = self._afar.split(), told(afar)
        sound, brightness = self._afar.split()
        self._settings.keep_setting(AFAR, self._afar)
        if sound != before[0] and afar.sound is not None:
            self._said = None
            self._settings.keep_setting(SOUND, "")
            self._wanted = afar.sound
            self._turn()
        if brightness != before[1] and afar.brightness is not None and self._light is not None:
            self._shine_at(afar.brightness)

    def _turn(self) -> None:
        if self._player is not None:
            self._player.turn(bool(self.sound))

    def turn_sound(self, on: bool) -> Said:
        """Sound on or off."""
        if self._player is None:
            return Said("no_sound")
        self._said = on
        self._settings.keep_setting(SOUND, "on" if on else "off")
        self._turn()
        return Said("sound_on" if on else "sound_off")

    def test_sound(self, language: str) -> Said:
        """Say a sentence that every citizen may hear."""
        if self._player is None:
            return Said("no_sound")
        if not self.sound:
            return Said("sound_is_off")
        if not self._player.has(HEARD, language):
            return Said("sound_missing")
        self._player.play(HEARD, language)
        return Said("sound_tested")

    def shine(self, steps: int) -> Said:
        """So many steps brighter, or darker."""
        if self._light is None or self.brightness is None:
            return Said("no_light")
        if not self._shine_at(self.brightness + steps * STEP_PERCENT):
            return Said("light_refused")
        return Said("brightness", count=self.brightness or 0)

    def _shine_at(self, percent: int) -> bool:
        if self._light is None or not self._light.set_percent(percent):
            return False
        self.brightness = self._light.percent()
        self._settings.keep_setting(BRIGHTNESS, str(self.brightness))
        return True


def set_from_afar(policies: Policies) -> Afar:
    """What the central server set for this kiosk alone."""
    own = policies.own
    return Afar(
        policies.sound if "sound" in own else None,
        policies.brightness if "brightness" in own else None,
        policies.keep_days if "keep_days" in own else None,
    )


def told(afar: Afar) -> str:
    """What of it changes sound and light, as it is kept: two words."""
    return f"{afar.sound} {afar.brightness}"


def _is_heard(player: Player) -> bool:
    player.turn(True)
    heard = player.has(HEARD, "vi")
    player.turn(False)
    return heard
