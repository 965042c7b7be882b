"""What every page shares: layout, look, language, number formats, security headers.

Words: a *page* is a rendered template with its headers; the *look* is the style sheet, fonts and faces,
served under their digest; *words* are a slice's texts, a TOML table for each language; a *voice* speaks one
language: its words, numbers and dates.
May import: sync.contract, sync.central.database, assets, Jinja2, Starlette. Never a slice.
"""
