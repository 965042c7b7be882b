"""`make demo`: a province, a kiosk, citizens, a network that fails, and what the central server counts."""
