"""The kiosk's end, against a peer that answers as the protocol says, or as a bad network does."""
