"""What every test stands on: how long something takes never decides whether it passes."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
