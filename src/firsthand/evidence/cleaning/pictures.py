"""Pictures, drawn anew from their pixels."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from firsthand.evidence.cleaning.refused import DoesNotRead, HoldsMore, TooLargeToClean

MOST_PIXELS = 80_000_000

_pictures = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def cleaned_picture(data: bytes) -> tuple[bytes, str] | None:
    """A picture upright and with its pixels only, and its ending; None where it is no picture of these kinds.

    Raises:
        DoesNotRead: it is damaged.
        HoldsMore: it has several frames.
        TooLargeToClean: it would not fit into memory.
    """
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_pictures)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLargeToClean
            if getattr(picture, "n_frames", 1) != 1:
                raise HoldsMore
            kind = str(picture.format)
            return _drawn_anew(picture, kind), _pictures[kind]
    except UnidentifiedImageError:
        return None
    except Image.DecompressionBombError:
        raise TooLargeToClean from None
    except (OSError, SyntaxError, ValueError):
        raise DoesNotRead from None  # not chained: the message may repeat what it stumbled over


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if kind != "JPEG" and (upright.has_transparency_data) else "RGB"
    pixels = upright.convert(mode)
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, format=kind, quality=92)
    return out.getvalue()
