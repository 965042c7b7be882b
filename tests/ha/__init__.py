"""The cluster of build_spec/cluster, its five machines on the loopback of this one.

`make test-ha`, as root: the very files, with ports and folders of the test's own.
"""
