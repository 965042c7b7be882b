"""What cannot be done, in this room's words."""

from sync.central.web.words import load_words


class AttributionRefused(Exception):
    """What cannot be done; `word` is a key of the room's words, the message its English."""

    def __init__(self, word: str) -> None:
        super().__init__(load_words(__package__)[word]["en"])
        self.word = word
