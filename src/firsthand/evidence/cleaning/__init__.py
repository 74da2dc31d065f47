"""Working copies without what cameras and programs write beside the content: in memory only, by tools that are kept by others.

What is done: a picture is drawn anew from its pixels; a PDF keeps what its pages need, and no more that is known (`pdf`). What is *in* a
picture or on a page stays: a face, a house number, a name in the text. Whatever is not named here is refused, not passed on half clean.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.evidence.cleaning.pdf import CannotBeCleaned, cleaned_pdf

__all__ = ["LARGEST_CLEANED", "CannotBeCleaned", "Cleaned", "TooLargeToClean", "cleaned"]

LARGEST_CLEANED = 60 * 1024 * 1024
MOST_PIXELS = 80_000_000

_pictures = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class TooLargeToClean(NotNow):
    code = "too-large-to-clean"
    sentence = "This file is too large to be cleaned here: a copy is made in memory, up to 60 MB and 80 million pixels."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    content: Hidden[bytes]
    extension: str


def cleaned(original: Hidden[bytes]) -> Cleaned:
    """A clean copy of a file, told apart by what it is and not by what it is called.

    Raises:
        CannotBeCleaned: it is nothing that can be cleaned here.
        TooLargeToClean: it would not fit into memory.
    """
    data = original.reveal()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Cleaned(content=Hidden(cleaned_pdf(data)), extension="pdf")
    return _picture(data)


def _picture(data: bytes) -> Cleaned:
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_pictures)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLargeToClean
            if getattr(picture, "n_frames", 1) != 1:
                raise CannotBeCleaned
            kind = str(picture.format)
            return Cleaned(content=Hidden(_drawn_anew(picture, kind)), extension=_pictures[kind])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise CannotBeCleaned from None  # not chained: the message may repeat what it stumbled over


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if kind != "JPEG" and (upright.has_transparency_data) else "RGB"
    pixels = upright.convert(mode)
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, format=kind, quality=92)
    return out.getvalue()
