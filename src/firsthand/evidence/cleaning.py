"""Working copies without what cameras and programs write beside the content: in memory only, by tools that are kept by others.

What is done: a picture is drawn anew from its pixels. A PDF loses its information, its XMP, attached files, thumbnails, names and dates
of its annotations, and what is written beside the pixels of its JPEG pictures. What is *in* a picture or on a page stays: a face, a
house number, a name in the text. Whatever is not named here is refused, not passed on half clean.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow

LARGEST_CLEANED = 60 * 1024 * 1024
MOST_PIXELS = 80_000_000

_pictures = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_beside_content = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EmbeddedFile", "/EF")
_of_annotations = ("/T", "/M", "/CreationDate", "/NM", "/Subj")
_of_catalogue = ("/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/AcroForm", "/Collection", "/AF", "/StructTreeRoot")


class CannotBeCleaned(NotNow):
    code = "cannot-be-cleaned"
    sentence = (
        "This file cannot be cleaned here: pictures (JPEG, PNG, WebP) of one frame and PDF can, recordings, films and office files cannot."
    )


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
    return _pdf(data) if data[:1024].lstrip().startswith(b"%PDF-") else _picture(data)


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


def _pdf(data: bytes) -> Cleaned:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _without_what_is_beside(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            return Cleaned(content=Hidden(out.getvalue()), extension="pdf")
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError):
        raise CannotBeCleaned from None  # not chained: as above


def _without_what_is_beside(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for name in _of_catalogue:
        if name in pdf.Root:
            del pdf.Root[name]
    if "/Names" in pdf.Root:
        for name in ("/EmbeddedFiles", "/JavaScript"):
            if name in pdf.Root.Names:
                del pdf.Root.Names[name]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            _strip(thing)


def _strip(thing: pikepdf.Object) -> None:
    is_annotation = thing.get("/Subtype") is not None and "/Rect" in thing
    for name in (*_beside_content, *(_of_annotations if is_annotation else ())):
        if name in thing:
            del thing[name]
    if isinstance(thing, pikepdf.Stream) and "/Filter" in thing:
        _strip_picture(thing)


def _strip_picture(thing: pikepdf.Stream) -> None:
    given = thing.get("/Filter")
    filters = [str(each) for each in given] if isinstance(given, pikepdf.Array) else [str(given)]
    if "/JPXDecode" in filters:
        raise CannotBeCleaned
    if "/DCTDecode" not in filters:
        return
    if filters != ["/DCTDecode"] or "/DecodeParms" in thing:
        raise CannotBeCleaned
    bare = b"".join(_jpeg_segments(thing.read_raw_bytes()))
    thing.write(bare, filter=pikepdf.Name.DCTDecode)


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """A JPEG without its comments and application segments, but for Adobe's (APP14), which says how its colours are meant.

    Raises:
        CannotBeCleaned: it is not a JPEG as every program reads it.
    """
    if data[:2] != b"\xff\xd8":
        raise CannotBeCleaned
    yield data[:2]
    at = 2
    while data[at : at + 2] != b"\xff\xda":
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at : at + 1] != b"\xff" or length < 2 or at + 4 > len(data):
            raise CannotBeCleaned
        marker = data[at + 1]
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            yield data[at : at + 2 + length]
        at += 2 + length
    yield data[at:]
