"""The kiosk for Windows: frozen by Windows' own Python, under wine where this is none, and its installer."""
