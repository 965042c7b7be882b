"""The frozen programs, started and used as people use them; `make installers` builds them and runs this."""
