"""What every test stands on: how long something takes never decides whether it passes."""

import os

from hypothesis import settings

os.environ.setdefault("HAILONG_CENTRAL_LOG_LEVEL", "warning")  # nobody reads what servers of tests answered

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
