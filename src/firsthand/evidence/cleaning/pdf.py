"""A PDF with what its pages need and without what programs write beside it.

A list of what to take out would miss what some program invented (pdfTeX writes the paths of pictures, under a name of its own). So it is
asked the other way round: the catalogue and the pages keep named entries only; anywhere else a piece of text stays only under names by
which it is shown or needed to show, and an entry under a name that some program registered for itself goes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from firsthand.evidence.cleaning.refused import DoesNotRead, HoldsMore

_catalogue = frozenset(
    {"/Type", "/Pages", "/PageLabels", "/Names", "/Dests", "/PageLayout", "/PageMode", "/Outlines", "/Lang", "/OCProperties", "/Version"}
)
_page = frozenset(
    {
        "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents", "/Rotate", "/Group",
        "/Annots", "/UserUnit", "/Tabs",
    }
)  # fmt: skip
_shown_texts = frozenset(
    {
        "/Contents", "/Title", "/URI", "/Lang", "/Alt", "/ActualText", "/E", "/DA", "/Dest", "/D",  # to be read, or where a link leads
        "/Registry", "/Ordering", "/CharSet", "/FontFamily", "/Panose",  # of fonts
        "/Name", "/OutputConditionIdentifier",  # of layers, and of colours
    }
)  # fmt: skip
_beside_content = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EF", "/Info", "/AA", "/JS", "/OPI", "/Measure")
_of_pixels = frozenset({"/CCITTFaxDecode", "/JBIG2Decode"})
_plain_filters = _of_pixels | {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
_of_the_picture = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xEE})  # frames, tables, restarts, and Adobe's on how colours are meant
_playing = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})


def cleaned_pdf(data: bytes) -> bytes:
    """The PDF without what is beside its pages; what nothing leads to any more is not written.

    Raises:
        DoesNotRead: it is not a sound PDF, or it is locked.
        HoldsMore: it has pictures of a kind that cannot be cleaned.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _keep_what_is_shown(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, TypeError, AttributeError, KeyError):
        raise DoesNotRead from None  # not chained: the message may repeat what it stumbled over


def _keep_what_is_shown(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _keep_only(pdf.Root, _catalogue)
    if "/Names" in pdf.Root:
        _keep_only(pdf.Root.Names, frozenset({"/Dests"}))
    for page in pdf.pages:
        _keep_only(page.obj, _page)
        if "/Annots" in page.obj:
            shown = [each for each in page.obj.Annots if str(each.get("/Subtype")) not in _playing]
            page.obj.Annots = pikepdf.Array(shown)
    for thing in pdf.objects:
        _strip(thing, depth=0)


def _keep_only(thing: pikepdf.Object, names: frozenset[str]) -> None:
    for name in set(thing.keys()) - names:
        del thing[name]


def _strip(thing: pikepdf.Object, *, depth: int) -> None:
    """Take out what tells of this object and of those written inside it; what it only refers to has its own turn."""
    if depth > 50:
        raise HoldsMore
    if isinstance(thing, pikepdf.Array):
        for each in thing:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                _strip(each, depth=depth + 1)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name, value in list(thing.items()):
        is_registered = "." in name or ":" in name
        is_text = isinstance(value, pikepdf.String) and name not in _shown_texts
        if is_registered or is_text or name in _beside_content:
            del thing[name]
        elif isinstance(value, pikepdf.Object) and not value.is_indirect:
            _strip(value, depth=depth + 1)
    if isinstance(thing, pikepdf.Stream):
        _strip_stream(thing)


def _strip_stream(thing: pikepdf.Stream) -> None:
    given = thing.get("/Filter", pikepdf.Array())
    filters = [str(each) for each in given] if isinstance(given, pikepdf.Array) else [str(given)]
    if filters == ["/DCTDecode"] and "/DecodeParms" not in thing:
        thing.write(b"".join(_jpeg_segments(thing.read_raw_bytes())), filter=pikepdf.Name.DCTDecode)
    elif set(filters) - _plain_filters:
        raise HoldsMore
    elif thing.get("/Subtype") != pikepdf.Name.Image and not set(filters) & _of_pixels and b"/DCT" in thing.read_bytes():
        raise HoldsMore  # a JPEG written into the drawing itself


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """A JPEG with the segments that draw it, up to its end.

    Raises:
        HoldsMore: it is not a JPEG as every program reads it.
    """
    if data[:2] != b"\xff\xd8":
        raise HoldsMore
    yield data[:2]
    at = 2
    while data[at : at + 2] != b"\xff\xda":
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at : at + 1] != b"\xff" or length < 2 or at + 4 > len(data):
            raise HoldsMore
        marker = data[at + 1]
        if marker in _of_the_picture:
            yield data[at : at + 2 + length]
        at += 2 + length
    yield data[at : _end_of(data, at)]


def _end_of(data: bytes, start: int) -> int:
    """Where the picture ends: what some programs hang on behind it is not part of it."""
    end = data.rfind(b"\xff\xd9", start)
    if end < 0:
        raise HoldsMore
    first = data.find(b"\xff\xd9", start)
    if first != end:  # within the pixels this mark cannot stand: there is a second picture, or something else
        return first + 2
    return end + 2
