"""The carriers beside HTTP: files that somebody brings, and kiosks that are asked at their own address.

Words: an *answer* is what goes back: a receipt, the directory sealed to its kiosk, photos. What comes is
accepted by `ingest` like any request; here are only the ways.
May import: sync.wire, sync.contract, sync.central.database, keys, api, directory, fleet, ingest.
"""
