"""Sound and light as staff set them."""

from dataclasses import dataclass, field

import pytest

from kiosk.app.comfort import BRIGHTNESS, SOUND, Comfort
from kiosk.ui.staff_scene import Afar, Said


@dataclass
class Settings:
    kept: dict[str, str] = field(default_factory=dict)

    def keep_setting(self, name: str, value: str) -> None:
        self.kept[name] = value

    def get_setting(self, name: str) -> str | None:
        return self.kept.get(name)


@dataclass
class Player:
    turned: list[bool] = field(default_factory=list)
    played: list[tuple[str, str]] = field(default_factory=list)
    languages: tuple[str, ...] = ("vi", "en")

    def turn(self, on: bool) -> None:
        self.turned.append(on)

    def has(self, sound_id: str, language: str) -> bool:
        return self.turned[-1] and language in self.languages

    def play(self, sound_id: str, language: str) -> None:
        self.played.append((sound_id, language))


@dataclass
class Light:
    bright: int = 50
    obeys: bool = True

    def percent(self) -> int | None:
        return self.bright

    def set_percent(self, percent: int) -> bool:
        if self.obeys:
            self.bright = max(20, min(100, percent))
        return self.obeys


def test_what_staff_turned_outlives_a_restart_and_goes_before_the_directory() -> None:
    settings, player = Settings(), Player()
    comfort = Comfort(player, None, settings)
    assert (comfort.sound, player.turned[-1]) == (False, False)
    assert comfort.turn_sound(True) == Said("sound_on")
    assert settings.kept == {SOUND: "on"}
    again = Player()
    assert Comfort(again, None, settings).sound is True
    assert again.turned[-1] is True
    comfort.turn_sound(False)
    silent = Comfort(Player(), None, settings)
    silent.follow(True)
    assert silent.sound is False


def test_before_staff_said_anything_the_directory_does() -> None:
    comfort = Comfort(player := Player(), None, Settings())
    comfort.follow(True)
    assert (comfort.sound, player.turned[-1]) == (True, True)
    comfort.follow(False)
    assert (comfort.sound, player.turned[-1]) == (False, False)


def test_a_test_of_the_sound_is_heard_or_says_why_not() -> None:
    player = Player(languages=("vi",))
    comfort = Comfort(player, None, Settings())
    assert comfort.test_sound("vi") == Said("sound_is_off")
    comfort.turn_sound(True)
    assert comfort.test_sound("en") == Said("sound_missing")
    assert comfort.test_sound("vi") == Said("sound_tested")
    assert player.played == [("thanks", "vi")]


@pytest.mark.parametrize("player", [None, Player(languages=())])
def test_without_a_loudspeaker_sound_is_not_offered(player: Player | None) -> None:
    comfort = Comfort(player, None, Settings())
    comfort.follow(True)
    assert comfort.sound is None
    assert comfort.turn_sound(True) == comfort.test_sound("vi") == Said("no_sound")


def test_brightness_goes_by_steps_and_outlives_a_restart() -> None:
    settings, light = Settings(), Light()
    comfort = Comfort(None, light, settings)
    assert comfort.shine(1) == Said("brightness", count=60)
    for _ in range(9):
        comfort.shine(-1)
    assert comfort.brightness == 20
    assert settings.kept == {BRIGHTNESS: "20"}
    other = Light(90)
    assert Comfort(None, other, settings).brightness == other.bright == 20


@pytest.mark.parametrize(("light", "said"), [(None, "no_light"), (Light(obeys=False), "light_refused")])
def test_a_panel_that_cannot_be_told_says_so_and_nothing_is_kept(light: Light | None, said: str) -> None:
    settings = Settings()
    assert Comfort(None, light, settings).shine(1) == Said(said)
    assert settings.kept == {}


def test_a_setting_nobody_can_read_changes_nothing() -> None:
    light = Light()
    assert Comfort(None, light, Settings({BRIGHTNESS: "bright", SOUND: "?"})).brightness == 50


def test_what_is_set_for_this_kiosk_from_afar_goes_before_what_staff_said_until_then_and_not_after() -> None:
    settings, light, player = Settings(), Light(), Player()
    comfort = Comfort(player, light, settings)
    comfort.turn_sound(True)
    comfort.shine(3)
    comfort.follow(False, Afar(sound=False, brightness=40))
    assert (comfort.sound, comfort.brightness, player.turned[-1], light.bright) == (False, 40, False, 40)
    comfort.turn_sound(True)
    comfort.shine(1)
    comfort.follow(False, Afar(sound=False, brightness=40))
    again = Comfort(Player(), Light(), settings)
    again.follow(False, Afar(sound=False, brightness=40))
    assert (again.sound, again.brightness) == (True, 50)
    again.follow(False, Afar(sound=False, brightness=70))
    assert (again.sound, again.brightness) == (True, 70)
    again.follow(False)
    assert (again.sound, again.brightness) == (True, 70)


def test_a_kiosk_without_light_and_loudspeaker_obeys_what_it_can() -> None:
    comfort = Comfort(None, None, Settings())
    comfort.follow(True, Afar(sound=True, brightness=40))
    assert (comfort.sound, comfort.brightness) == (None, None)
