"""A visit, from Attract to Thanks and back."""
