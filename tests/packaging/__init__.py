"""The Debian packages in a Debian that holds nothing else; `make test-installers` runs this, as root."""
