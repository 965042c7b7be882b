import hashlib

from tests.central.desk import Desk
from tests.central.world import World

SEALED = b"a sealed comment"
DIGEST = hashlib.sha256(SEALED).hexdigest()
ATTENTION = "SELECT reason, detail FROM needs_attention"


def test_a_blob_that_a_line_names_is_kept_and_any_other_dropped(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(2, attached={"comment": DIGEST})
    desk.deliver(blobs=(SEALED, b"nobody named me"))
    assert [(name, bytes(kept)) for name, kept in world.query("SELECT digest, sealed FROM blobs")] == [
        (DIGEST, SEALED)
    ]
    assert world.query(ATTENTION) == []


def test_a_missing_blob_needs_attention_until_it_comes(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(2, attached={"comment": DIGEST})
    desk.deliver()
    assert world.query(ATTENTION) == [("missing_blob", DIGEST)]
    assert world.query("SELECT score, n FROM unit_days") == [(2, 1)]
    assert world.verify().differences == []
    desk.deliver(blobs=(SEALED,))
    assert world.query(ATTENTION) == []
    assert world.verify().differences == []
