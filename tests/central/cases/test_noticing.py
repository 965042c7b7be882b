"""Alerts through Apprise, to a real mail server and a real webhook on this machine."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sync.central.alarms.kinds import Kind
from sync.central.alerts.sending import send
from sync.central.alerts.targets import Target, TargetsRefused, load_targets
from sync.central.cases.noticing import Told, tell_all
from sync.central.database.engine import writing
from tests.central.alerts.receivers import Mails, MailServer, by_mail, written
from tests.central.cases.site import NEXT_WORKING, Complaints
from tests.central.world import OTHER_UNIT, UNIT, World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # which Apprise imports
HERE = "https://central.example"


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def tell(site: Complaints, *targets: Target) -> Told:
    return tell_all(site.finder, targets, HERE, lambda: writing(site.world.engine), lambda: None)


def test_supervisors_are_mailed_and_the_unit_hooked_once_with_numbers_and_no_word_of_a_citizen(
    world: World, mail_server: MailServer, mails: Mails, hook: tuple[str, list[dict[str, Any]]]
) -> None:
    site = Complaints(world)
    address, hooked = hook
    supervisors = Target(by_mail(mail_server, "giamsat@tinh.example"))
    unit, other = Target(address, UNIT, "en"), Target(address, OTHER_UNIT)
    site.unlock()
    site.others(9)
    site.rate(1, reasons=("waiting",))
    rating = site.assigned()
    assert tell(site, supervisors, unit, other) == Told(1, 0)
    ((to, message),) = mails.came
    assert to == ["giamsat@tinh.example"]
    assert message["Subject"] == "Hài Lòng: vụ việc cần xử lý"
    assert "Vụ việc mới: 1" in written(message)
    assert f"{HERE}/cases" in written(message)
    assert "Chờ lâu" not in written(message)
    assert site.case(rating).code not in written(message)
    assert hooked == [], "the unit has been handed nothing"
    site.on(NEXT_WORKING)
    site.hand_over()
    assert tell(site, supervisors, unit, other) == Told(1, 0)
    assert [one["title"] for one in hooked] == ["Hài Lòng: cases to deal with"]
    assert hooked[0]["message"].startswith("Cases newly handed to the unit: 1")
    assert tell(site, supervisors, unit, other) == Told(0, 0), "nothing twice"
    site.on(NEXT_WORKING.replace(month=12, day=7))
    assert tell(site, unit) == Told(1, 0)
    assert "Cases due soon: 1" in hooked[-1]["message"]
    site.on(NEXT_WORKING.replace(month=12, day=10))
    assert tell(site, supervisors, unit) == Told(2, 0)
    assert "Cases overdue: 1" in hooked[-1]["message"]
    assert "Vụ việc quá hạn: 2" in written(mails.came[-1][1])


def test_what_could_not_be_sent_is_sent_the_next_time(
    world: World, mail_server: MailServer, mails: Mails
) -> None:
    site = Complaints(world)
    site.rate(1, reasons=("waiting",))
    site.find()
    nobody = Target("json://127.0.0.1:9/?cto=1&rto=1&retry=0")
    assert tell(site, nobody, Target(by_mail(mail_server, "a@b.vn"))) == Told(1, 1)
    assert len(mails.came) == 1
    assert tell(site, nobody) == Told(0, 1)


def test_a_file_of_targets_is_read_and_no_address_is_ever_told(tmp_path: Path) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(f'[[target]]\nurl = "json://127.0.0.1/x"\nunit = "{UNIT}"\nlanguage = "en"\n', "utf-8")
    (target,) = load_targets(file)
    assert (target.unit, target.language) == (UNIT, "en")
    assert "127.0.0.1" not in target.name
    file.write_text('[[target]]\nurl = "json://127.0.0.1/x"\nabout = "fleet"\nkinds = ["silent"]', "utf-8")
    (target,) = load_targets(file, frozenset(Kind))
    assert (target.about, target.kinds) == ("fleet", ("silent",))
    with pytest.raises(TargetsRefused, match="no alarm is called 'silent'"):
        load_targets(file, {"forked"})
    for text in ('[[target]]\nurl = "nowhere://s3cret"', "[[target]]\nuri = 's3cret'", "s3cret"):
        file.write_text(text, "utf-8")
        with pytest.raises(TargetsRefused) as refused:
            load_targets(file)
        assert "s3cret" not in str(refused.value)


def test_no_log_tells_the_address_that_apprise_refuses(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "alerts.toml"
    for url in ("slack://s3cret", "nowhere://s3cret", "json://user:s3cret@127.0.0.1:1/s3cret"):
        file.write_text(f'[[target]]\nurl = "{url}"\n', "utf-8")
        with suppress(TargetsRefused):
            load_targets(file)
        assert not send(Target(url), "title", "body")
    assert caplog.records == []


def test_a_target_that_is_no_address_takes_nothing() -> None:
    assert not send(Target("nowhere://x"), "title", "body")
