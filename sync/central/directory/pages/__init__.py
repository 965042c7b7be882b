"""The pages on which people keep the directory: what is shown, what is sent, what is refused.

Every route is made by the gate; whoever asks sees the units of their scope, and no others are there for them.
"""
