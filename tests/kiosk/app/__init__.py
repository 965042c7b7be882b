"""Where the rooms of the kiosk meet."""
