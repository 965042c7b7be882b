import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sync.central.accounts.routing import Unguarded, only_guarded, only_kiosks
from tests.central.people import ORIGIN
from tests.central.world import OTHER_UNIT, UNIT, World


def test_nobody_is_led_to_the_sign_in_page_and_back_to_what_was_asked(world: World) -> None:
    answer = world.call("GET", f"/units/{UNIT}?lang=en")
    assert (answer.status_code, answer.content) == (303, b"")
    assert answer.headers["location"] == f"/sign-in?next=%2Funits%2F{UNIT}%3Flang%3Den"


def test_a_head_sees_the_own_unit_and_another_as_if_it_did_not_exist(world: World) -> None:
    head = world.sign_in(("head_of_unit", UNIT))
    assert world.call("GET", f"/units/{UNIT}", headers=head.headers).status_code == 200
    other = world.call("GET", f"/units/{OTHER_UNIT}", headers=head.headers)
    nowhere = world.call("GET", "/units/nowhere", headers=head.headers)
    assert other.status_code == nowhere.status_code == 404
    assert other.text == nowhere.text


def test_a_head_sees_all_units_below_their_own_and_not_the_one_above(world: World) -> None:
    world.execute(f"UPDATE units SET parent = '{UNIT}' WHERE unit = '{OTHER_UNIT}'")
    above, below = world.sign_in(("head_of_unit", UNIT)), world.sign_in(("head_of_unit", OTHER_UNIT))
    assert world.call("GET", f"/units/{OTHER_UNIT}", headers=above.headers).status_code == 200
    assert world.call("GET", f"/units/{UNIT}", headers=below.headers).status_code == 404


def test_an_address_that_is_none_is_told_in_the_reader_s_language_and_keeps_them_signed_in(
    world: World,
) -> None:
    head = world.sign_in(("head_of_unit", UNIT))
    world.execute("UPDATE accounts SET language = 'en'")
    for path in (f"/units/{OTHER_UNIT}/nowhere", "/nowhere"):
        answer = world.call("GET", path, headers=head.headers)
        assert (answer.status_code, "There is no such page" in answer.text) == (404, True)
        assert 'action="/sign-out"' in answer.text
    stranger = world.call("GET", f"/units/{OTHER_UNIT}/nowhere")
    assert (stranger.status_code, "Không có trang này" in stranger.text) == (404, True)
    assert "/sign-out" not in stranger.text


def test_a_slash_too_many_is_left_out_and_leads_to_no_address_without_tls(world: World) -> None:
    named = {"Host": "hailong.example", "X-Forwarded-Proto": "https"}
    led = {"/public/": "/public", "/public/?lang=en": "/public?lang=en", "//evil.example/": "/", "//": "/"}
    for path, place in led.items():
        answer = world.call("GET", f"http://{world.door.host}:{world.door.port}{path}", headers=named)
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    answer = world.call("GET", "/api/v1/time/", headers=named)
    assert (answer.status_code, answer.json()["code"]) == (404, "absent")


def test_who_has_not_the_power_is_told_so(world: World) -> None:
    auditor = world.sign_in(("auditor", ""))
    answer = world.call("GET", f"/units/{UNIT}", headers=auditor.headers)
    assert answer.status_code == 403
    assert "không thuộc quyền" in answer.text
    assert world.call("GET", "/", headers=auditor.headers).headers["location"] == "/audit"


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_not_taken(world: World, headers: dict[str, str]) -> None:
    person = world.sign_in(("supervisor", ""))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"token={person.token}".encode()
    answer = world.call("POST", "/sign-out", body, person.headers | kind | headers)
    assert answer.status_code == 403
    assert world.call("GET", "/", headers=person.headers).status_code == 200


def test_a_form_without_its_token_is_not_taken(world: World) -> None:
    person, other = world.sign_in(("supervisor", "")), world.sign_in(("auditor", ""))
    for token in ("", "x", other.token):
        assert world.send(person, "/sign-out", token=token).status_code == 403
    assert world.send(person, "/sign-out").status_code == 303
    assert world.call("GET", "/", headers=person.headers).status_code == 303


def test_what_was_typed_before_a_session_ended_can_be_copied_and_no_secret_is_in_it(world: World) -> None:
    person = world.sign_in(("administrator", ""))
    world.clock.now_ms += 31 * 60_000
    new = {"name": "Lê <b>Hoàng</b> Ân", "login": "an", "new_password": "a secret"}
    answer = world.send(person, "/accounts/new", **new)
    assert answer.status_code == 401
    assert "Lê &lt;b&gt;Hoàng&lt;/b&gt; Ân" in answer.text
    assert "a secret" not in answer.text
    assert person.token not in answer.text
    again = world.send(world.sign_in(("administrator", "")), "/accounts/new", **new, token="old")
    assert (again.status_code, "Lê &lt;b&gt;" in again.text) == (403, True)


def test_a_form_too_large_or_of_another_kind_is_not_taken(world: World) -> None:
    person = world.sign_in(("supervisor", ""))
    assert world.send(person, "/sign-out", more="x" * 70_000).status_code == 413
    assert world.send(person, "/sign-out", **{f"f{place}": "" for place in range(300)}).status_code == 400
    assert world.call("POST", "/sign-out", b"{}", person.headers | ORIGIN).status_code == 415


def test_a_route_that_does_not_say_who_may_ask_is_not_mounted() -> None:
    def anything() -> PlainTextResponse:
        return PlainTextResponse("secret")

    with pytest.raises(Unguarded):
        only_guarded([Route("/secret", anything)])
    with pytest.raises(Unguarded):
        only_kiosks([Route("/secret", anything)])
