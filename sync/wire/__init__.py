"""What both ends need of the world outside, and nothing of the protocol: a stick's files.

Words: a *stick* is a folder that goes from hand to hand; what lies on it may be anybody's.
May import: the standard library, sync.contract.crash.
"""
