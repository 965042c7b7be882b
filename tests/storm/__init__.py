"""A whole province calls at once: a simulation that drives the real pacing and admission, and a real run."""
