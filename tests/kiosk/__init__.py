"""The kiosk's rooms."""
