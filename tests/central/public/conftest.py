from tests.central.web.province import a_province

__all__ = ["a_province"]
