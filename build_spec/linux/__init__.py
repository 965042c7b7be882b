"""What a Linux machine needs around the programs: units of systemd, a proxy's example."""
