"""The tests, a room for a room."""
