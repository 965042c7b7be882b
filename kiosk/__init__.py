"""The kiosk: stands at a one-stop desk; a citizen touches a face on it.

Rooms: visit (what a citizen meets), typing, identity (its key), store (its ledger on disk),
desk (what stands around the screen), ui (Qt), app (joins them). Rooms never import each other
except as pyproject.toml's import contracts say; `kiosk.app` hands the objects over.
"""
