"""The province: its units, counters, officials and questions; loaded from a folder, published to kiosks.

Words: a *province* is what people wrote in `province.json`; a *directory* is the signed, versioned whole
that one kiosk gets; *publishing* makes a new version where something changed, and never a lower one.
May import: sync.contract, sync.central.database, keys, api.
"""
