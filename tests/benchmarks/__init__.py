"""What things cost, as ratios against something plain measured in the same run. Started by `make bench`.

No test fails because a machine is slow; some fail where a cost grows with what it must not grow with.
"""
