"""Both programs for real: processes, files, sockets and touches."""
