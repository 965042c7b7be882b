"""Facts of a small province's half-year, without a database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from sync.central.cases.counting import CaseCounts
from sync.central.cases.rules import load_rules
from sync.central.reports.facts import (
    Asked,
    CaseFacts,
    Choice,
    CohortFacts,
    CohortMember,
    Counts,
    Facts,
    LedgerHead,
    Marked,
    Said,
    Told,
    UnitFacts,
)
from sync.central.reports.periods import load_form, period_called

LONG = (
    "Trung tâm Phục vụ hành chính công phường Nguyễn Thị Minh Khai – Điểm tiếp nhận và trả kết quả số 2 "
    "(khu công nghiệp Đình Trám)"
)
FORM = load_form()


def an_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def scores(*counts: int) -> Counts:
    """Of levels 1 to 5."""
    return {str(score): n for score, n in enumerate(counts, start=1) if n}


@dataclass(frozen=True)
class Numbers:
    """What the rows of each span say of a unit, levels 1 to 5."""

    now: tuple[int, ...] = (0, 0, 0, 0, 0)
    previous: tuple[int, ...] = (0, 0, 0, 0, 0)
    year_before: tuple[int, ...] = (0, 0, 0, 0, 0)
    sampled: tuple[int, ...] = (0, 0, 0, 0, 0)
    marked: tuple[int, ...] = (0, 0, 0, 0, 0)
    apart: int | None = None


def said(counts: tuple[int, ...]) -> Said:
    n = sum(counts)
    return Said(scores=scores(*counts), calls={"called": 2 * n, "rated": n} if n else {}, invited=1)


def marked(one: Numbers) -> Marked:
    """All by the rule of bursts; unless said otherwise they lay among as many that are not marked."""
    n = sum(one.marked)
    return Marked(scores(*one.marked), {"burst": n} if n else {}, n if one.apart is None else one.apart)


def facts_of(
    units: Mapping[str, Numbers],
    *,
    cohorts: Mapping[str, Mapping[str, str]] | None = None,
    heirs: Mapping[str, str] | None = None,
    told: tuple[Told, ...] = (),
    report: str = "2026-H1",
) -> Facts:
    """Facts of these units; `cohorts` have a first day by unit, `heirs` who came after whom."""
    period = period_called(FORM, report)
    return Facts(
        software="0",
        period=period,
        heading=FORM.heading,
        frozen_ms=1_781_500_000_000,
        rows_since="2024-01-01",
        kiosks=7,
        heads=(LedgerHead(an_id("ledger"), an_id("kiosk"), 120, "ab" * 32),),
        unknown={},
        planned={},
        excluded={"practice": 4},
        units=tuple(
            UnitFacts(
                unit=an_id(name),
                name=name,
                read_as=an_id((heirs or {}).get(name, name)),
                now=said(one.now),
                previous=said(one.previous),
                year_before=said(one.year_before),
                counted=scores(*one.now),
                dated=sum(one.now) + 2,
                sampled=scores(*one.sampled),
                marked=marked(one),
            )
            for name, one in units.items()
        ),
        months={"2025-12": scores(0, 1, 2, 40, 30), "2026-01": scores(0, 2, 2, 50, 40)},
        asked=(
            Asked(
                "=1+1 Công chức lịch sự?",
                reasons=False,
                n=90,
                choices=(Choice("Có", 80), Choice("Không", 10)),
            ),
            Asked(
                "Điều cần cải thiện", reasons=True, n=30, choices=(Choice("Chờ lâu", 20), Choice("Khác", 10))
            ),
        ),
        cohorts=tuple(
            CohortFacts(
                an_id(cohort),
                cohort,
                tuple(CohortMember(an_id(unit), since, None) for unit, since in members.items()),
            )
            for cohort, members in (cohorts or {}).items()
        ),
        told=told,
        cases=CaseFacts(load_rules(), CaseCounts(31, 24, 17, 3, 14, 2, 1, 4.5)),
    )


def with_cases(facts: Facts, counts: CaseCounts) -> Facts:
    """The same facts with other numbers of cases."""
    assert facts.cases
    return msgspec.structs.replace(facts, cases=msgspec.structs.replace(facts.cases, counts=counts))


def a_province() -> Facts:
    """Units with many ratings, with few, with none; one with a long name; a pilot."""
    units = {
        f"Xã Số {place:02}": Numbers((1, 3, 5, 60 + place, 40), (1, 2, 5, 60, 40), (2, 4, 6, 50, 30))
        for place in range(12)
    }
    units |= {
        LONG: Numbers(
            (2, 5, 9, 300, 200), (0, 4, 4, 90, 70), (9, 9, 9, 90, 70), (0, 1, 2, 20, 10), (0, 0, 0, 4, 31)
        ),
        "Xã Ít Phiếu": Numbers((0, 1, 1, 3, 2)),
        "Xã Vừa Đủ": Numbers((0, 1, 1, 8, 7)),
        "Xã Chưa Có": Numbers(),
        "Xã Kém": Numbers((60, 60, 10, 40, 20), (60, 60, 10, 40, 20), marked=(0, 0, 0, 1, 6)),
    }
    joined = {f"Xã Số {place:02}": "2025-10-01" for place in range(6)}
    return facts_of(units, cohorts={"Chính quyền thân thiện": joined})
