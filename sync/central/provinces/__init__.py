"""Provinces whose servers relay to this one: how they come, what they record, what is believed of them.

Words: a *province* is a server like this one, enrolled by a code as a kiosk is; its *records* are lines of
its own ledger that say which kiosks, units and questions it has; a kiosk of it is *relayed*.
May import: sync.contract, sync.central.database, keys, alarms, api, figures, fleet.
"""
