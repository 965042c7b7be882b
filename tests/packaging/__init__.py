"""What is installed, on a bare Debian and under wine; `make test-installers` runs this, as root."""
