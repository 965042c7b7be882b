"""The screen: a visit in, pixels out; touches in, events out.

Words: a *scene* is all that is to be shown now; *props* are the values QML binds to, derived from a scene
by one pure function; *u* is the design's unit (see `kiosk.ui.screen`); a *look* is in `kiosk.visit`.
Colours and sizes come from assets/tokens.toml, words from qsTr and assets/i18n.
May import: kiosk.visit, kiosk.typing, assets, PySide6, qrcode.
"""
