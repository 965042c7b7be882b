from sync.central.accounts.passwords import Passwords, judge_password
from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.people import CHEAP
from tests.central.world import World


def test_a_long_sentence_is_a_password_whatever_it_is_made_of() -> None:
    for good in (
        "con bò vàng gặm cỏ ven đê",
        "ngựa ô chạy qua cầu gỗ mục " * 4,
        "🐃 ăn lúa lúc nửa đêm",
        "w/o%rules Q7",
    ):
        assert judge_password(good, ["minh", "Trần Văn Minh"]) is None, good
    assert judge_password("x" * 201) == "password_long"


def test_every_letter_counts_and_marks_are_composed() -> None:
    phc = CHEAP.hash("đường dài " * 15)
    assert CHEAP.proves(phc, "đường dài " * 15)
    assert not CHEAP.proves(phc, "đường dài " * 14 + "đường dai ")
    import unicodedata

    assert CHEAP.proves(phc, unicodedata.normalize("NFD", "đường dài " * 15))


def test_what_is_kept_is_argon2id_and_is_made_anew_when_parameters_change(
    world: World, browser: Browser
) -> None:
    assert len({CHEAP.hash(PASSWORD), CHEAP.hash(PASSWORD)}) == 2
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    old = Passwords(time_cost=2, memory_kib=16).hash(PASSWORD)
    assert old.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    world.execute(f"UPDATE accounts SET password = '{old}'")
    world.clock.now_ms += 60_000
    other = Browser(world)
    other.sign_in("minh")
    assert other.submit("/sign-in/code", code=code(world, secret)).request.url.path == "/"
    ((kept,),) = world.query("SELECT password FROM accounts")
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_no_account_costs_as_much_work_as_one() -> None:
    counted: list[str] = []

    class Counting(Passwords):
        def proves(self, phc: str | None, password: str) -> bool:
            proved = super().proves(phc, password)
            counted.append(phc or self._nobody)
            return proved

    passwords = Counting(time_cost=1, memory_kib=8)
    assert passwords.proves(passwords.hash("a"), "a")
    assert not passwords.proves(None, "nobody has this password")
    costs = {phc.split("$")[3] for phc in counted}
    assert costs == {"m=8,t=1,p=1"}
