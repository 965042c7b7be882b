"""The composition root: the only place that joins the rooms of the kiosk.

Words: the *attendant* leads one visit after the other; a *posting* is where this kiosk stands, read from
the directory.
May import: every room of the kiosk, sync.agent, sync.contract.
"""
