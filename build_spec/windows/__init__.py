"""The kiosk for Windows: frozen by Windows' own Python, under wine where this is no Windows; and its installer."""
