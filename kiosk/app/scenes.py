"""One moment of a visit as the screen takes it."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from kiosk.app.attendant import Show
from kiosk.app.drafting import InHand
from kiosk.app.posting import Posting
from kiosk.identity import Identity
from kiosk.ui.notices import KINDS
from kiosk.ui.scene import OfficialCard, Opening, QuestionCard, ReceiptCard, Scene, Words
from kiosk.visit import ASKING, Page, Visit
from sync.contract.token import Purpose, receipt_code


def scenes_to(
    screen: Callable[[Scene], None],
    identity: Identity,
    now_ms: Callable[[], int],
    opens: Callable[[], Opening | None],
) -> Show:
    """What an attendant calls to show a moment on `screen`; `opens` tells when the office does."""

    def show(visit: Visit, posting: Posting, in_hand: InHand) -> None:
        receipt = None
        if visit.page is Page.THANKS:
            purpose = Purpose.INVITATION if visit.invited else Purpose.RATING
            receipt = receipt_of(purpose, in_hand, posting, identity)
        opening = opens() if visit.page is Page.OUT_OF_HOURS else None
        screen(scene_of(visit, posting, receipt, opening, now_ms()))

    return show


def scene_of(
    visit: Visit, posting: Posting, receipt: ReceiptCard | None, opens: Opening | None, now_ms: int
) -> Scene:
    """All that is to be shown of `visit`."""
    policies = posting.directory.policies
    return Scene(
        visit=visit,
        unit_name=posting.unit_name,
        officials=tuple(
            OfficialCard(
                official.official,
                official.name,
                *posting.place_of(official),
                posting.photos.get(official.photo or ""),
            )
            for official in posting.officials_by_counter()
        ),
        score_text=posting.score_question.text,
        levels={c.score: c.text for c in posting.score_question.choices if c.score is not None},
        questions=questions_on(visit, posting),
        receipt=receipt,
        opens=opens,
        texts=_words(posting.directory.texts),
        notices=notices_in(posting.directory.texts),
        tone_style=policies.tone_style,
        hotline=policies.hotline,
        kiosk_label=posting.directory.kiosk[:8].upper(),
        paper_form=policies.paper_form,
        comment_days=policies.comment_days,
        now_ms=now_ms,
    )


def questions_on(visit: Visit, posting: Posting) -> tuple[QuestionCard, ...]:
    """What is asked on the page where `visit` is; nothing while its answers are being written."""
    if visit.page not in ASKING or visit.asked_all:
        return ()
    steps = visit.desk.form.steps(visit.answers)[visit.step : visit.step + 1]
    asked = {one.question for step in steps for one in step}
    return tuple(
        QuestionCard(q.question, q.kind, q.text, tuple((c.choice, c.text) for c in q.choices))
        for q in posting.questions
        if q.question in asked and q.kind != "score"
    )


def receipt_of(purpose: Purpose, in_hand: InHand, posting: Posting, identity: Identity) -> ReceiptCard:
    """The receipt of a rating or invitation; its address is in capitals, which need fewer QR modules."""
    token = identity.mint(purpose, posting.directory.kiosk, in_hand.ledger, in_hand.rating)
    address = urlsplit(posting.directory.public_address)
    site = f"{address.scheme}://{address.netloc}".upper() + address.path
    return ReceiptCard(f"{site}/T/{token}", receipt_code(in_hand.rating))


def notices_in(texts: Mapping[str, object]) -> dict[str, tuple[Words, ...]]:
    """What a directory wants told on resting pages, by kind; what is no list of words is left out."""
    told = {kind: texts.get(kind) for kind in KINDS}
    return {
        kind: tuple(words for words in listed if isinstance(words, Mapping))
        for kind, listed in told.items()
        if isinstance(listed, list | tuple)
    }


def _words(texts: Mapping[str, object]) -> dict[str, Words]:
    return {name: words for name, words in texts.items() if isinstance(words, Mapping)}
