"""What the programs show and speak with: data only, no code beyond the folder's place.

Words: *tokens* (colours, sizes, times), *faces* (the five levels), *drawings* (ornament and icons),
*fonts*, *serif* (the report's), *i18n* (translations), *demo* (a fictional province). Imports nothing.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
