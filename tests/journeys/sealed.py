"""What supervisors could read of a central server's database, with their key."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sync.contract.seal import unseal


def comments(database: Path, key: Path, passphrase: str) -> list[str]:
    """The comments held in a SQLite `database`, in order; each has to open with the private `key`."""
    private = load_pem_private_key(key.read_bytes(), passphrase.encode())
    assert isinstance(private, X25519PrivateKey)
    with closing(sqlite3.connect(database)) as held:
        lines = held.execute(
            "SELECT ledger, ledger_no, seq, raw FROM lines"
            " JOIN ledgers USING (ledger_no) ORDER BY ledger_no, seq"
        ).fetchall()
        sealed = {
            (no, name): blob for no, name, blob in held.execute("SELECT ledger_no, digest, sealed FROM blobs")
        }
    told = {(no, seq): json.loads(raw) for _, no, seq, raw in lines}
    read = []
    for ledger, no, seq, _ in lines:
        line = told[no, seq]
        attached = line["body"].get("attached", {}) if line["kind"] == "rating.detailed" else {}
        if line["kind"] == "phone.commented":
            body = line["body"]
            blob = sealed[no, body["attached"]["comment"]]
            read.append(unseal(blob, private, "comment", body["ledger"], body["rating"]).decode())
        if "comment" in attached:
            rating = told[no, line["body"]["of"]]["body"]["rating"]
            read.append(unseal(sealed[no, attached["comment"]], private, "comment", ledger, rating).decode())
    return read
