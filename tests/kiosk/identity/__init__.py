"""The kiosk's keys."""
