"""`hailong-kiosk` as a kiosk has it: without libraries that only this repository's own tests need.

sqlite-utils and qrcode load them wherever they are there; no lock of the kiosk names them.
"""

import sys

STRANGERS = ("pandas", "numpy", "PIL")


if __name__ == "__main__":
    sys.modules.update(dict.fromkeys(STRANGERS))  # type: ignore[arg-type]  # None: "is not there"
    from kiosk.launch import main

    raise SystemExit(main())
