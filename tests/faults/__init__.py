"""A fault at every named point: power, disk, clock and network, on the real programs."""
