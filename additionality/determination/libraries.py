"""The native libraries without which no page can be drawn."""

import ctypes

NEEDED = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libfontconfig.so.1": "libfontconfig1",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
"""What WeasyPrint loads (weasyprint/text/ffi.py), and the package of Debian that has it."""


def missing_libraries() -> list[str]:
    """The names in `NEEDED` that cannot be loaded here."""
    return [name for name in NEEDED if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
