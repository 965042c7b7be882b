"""The screen's tests: pure props, real windows drawn offscreen, real touches."""
