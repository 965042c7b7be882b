"""Mirrors kiosk/releases, and kiosk/launch.py."""
