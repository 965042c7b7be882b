"""What things cost, as ratios against something else measured in the same run, turn by turn.

Words: a *figure* has a goal and stands in the table of `make bench`, reached or not; a *row* is a function
(`rows/`) that measures one or several in a process of its own; a *sample* is what a run found. No figure
fails anything. `test_*.py` (`make growth`) print more of them; some fail where a
cost grows with what it must not.
"""
