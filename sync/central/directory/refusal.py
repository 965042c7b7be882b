"""How a province's folder is refused."""


class ProvinceRefused(Exception):
    """A province that cannot be loaded; the message names the file or the field. Nothing was changed."""
