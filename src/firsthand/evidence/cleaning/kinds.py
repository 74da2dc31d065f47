"""Which tool cleans a file: told apart by what it is, not by what it is called."""

from __future__ import annotations

import codecs
import importlib
import pkgutil

import av
from PIL import Image

from firsthand.evidence.cleaning.office import cleaned_office
from firsthand.evidence.cleaning.pdf import cleaned_pdf
from firsthand.evidence.cleaning.pictures import cleaned_picture
from firsthand.evidence.cleaning.recordings import cleaned_recording
from firsthand.evidence.cleaning.refused import CannotBeCleaned


def prepare() -> None:
    """Load now what the tools would load later: once shut in, no file can be opened."""
    Image.init()
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for encoding in ("cp437", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "ascii", "idna"):
        codecs.lookup(encoding)
    av.logging.set_level(av.logging.PANIC)  # what a library says of a file may repeat what stands in it


def cleaned_by_kind(data: bytes) -> tuple[bytes, str]:
    """A clean copy, and the ending of its name.

    Raises:
        CannotBeCleaned, and its kin in `refused`: there is none.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return cleaned_pdf(data), "pdf"
    if data.startswith(b"PK\3\4"):
        return cleaned_office(data)
    found = cleaned_picture(data) or cleaned_recording(data)
    if found is None:
        raise CannotBeCleaned
    return found
