"""What happened in this process since it began, counted, in a registry of its own.

Words: a *route* is the pattern of an address, never the address: that may hold a token.
May import: sync.contract, prometheus_client.
"""
