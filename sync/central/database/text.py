"""Text from outside, made fit to be stored and shown."""


def storable(text: str, length: int = 200) -> str:
    """At most `length` letters of the text, without control characters (PostgreSQL stores no NUL)."""
    return "".join(letter for letter in text[:length] if letter.isprintable())
