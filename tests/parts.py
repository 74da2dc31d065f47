"""What a test may need beside Python, and how it says that it is not there.

A test asks with `@pytest.mark.needs("chromium")` (`browser` asks for Chromium by itself) or by calling `require("epubcheck")`. Where
the part is missing, the test is skipped with a reason that starts with `part missing:`; conftest.py names these together at the end.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

MISSING = "part missing: "
SHARED = Path(os.environ.get("FIRSTHAND_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
SHARED_IS_MISSING = MISSING + "the shared data folder is not beside this checkout"


def find_chromium() -> str | None:
    """The path of a Chromium, from the system's own packages."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def find_epubcheck() -> str | None:
    """The path of the validator's jar; run it with `java -jar`."""
    jar = Path("/usr/share/java/epubcheck.jar")
    return str(jar) if jar.exists() and shutil.which("java") else None


def find_odk_validate() -> str | None:
    """The validator that comes with pyxform: what Collect itself uses to read a form. Run it with `java -jar`."""
    package = importlib.util.find_spec("pyxform")
    jar = Path(package.origin).parent / "validators/odk_validate/bin/ODK_Validate.jar" if package and package.origin else None
    return str(jar) if jar and jar.exists() and shutil.which("java") else None


def find_fonts() -> str | None:
    """The Noto fonts that printed pages are set in, with Chinese among them."""
    wanted = (Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"), Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"))
    return str(wanted[0].parent) if all(font.exists() for font in wanted) else None


PARTS: dict[str, tuple[str, Callable[[], str | None]]] = {
    "chromium": ("Chromium (package chromium)", find_chromium),
    "epubcheck": ("the EPUB validator (package epubcheck)", find_epubcheck),
    "fonts": ("the Noto fonts (packages fonts-noto-core and fonts-noto-cjk)", find_fonts),
    "libreoffice": ("LibreOffice Writer (package libreoffice-writer-nogui)", lambda: shutil.which("soffice")),
    "odk-validate": ("ODK Validate (it comes with pyxform; package default-jre-headless)", find_odk_validate),
    "poppler": ("the PDF readers (package poppler-utils)", lambda: shutil.which("pdftotext")),
}


def require(part: str) -> str:
    """The part's path, or the test ends here as not run."""
    name, find = PARTS[part]
    found = find()
    if found is None:
        pytest.skip(f"{MISSING}{name} is not on this machine")
    return found
