"""What every test stands on: how long something takes never decides whether it passes."""

import os

from hypothesis import settings

os.environ.setdefault("HAILONG_CENTRAL_LOG_LEVEL", "warning")  # nobody reads what servers of tests answered
os.environ["SSL_CERT_FILE"] = os.environ["SSL_CERT_DIR"] = os.devnull
"""This machine trusts nobody: no test calls a stranger, and a hundred authorities take a while to read."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
