"""Everything between the desk and the province; knows nothing of the kiosk."""
