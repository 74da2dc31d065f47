"""The archives that office files are: their parts read with an upper limit, their XML without entities, and an archive made anew."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from lxml import etree

from firsthand.evidence.cleaning.refused import DoesNotRead, HoldsMore, TooLargeToClean

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 5000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the least that an archive can say


def read_package(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name. Raises DoesNotRead or TooLargeToClean."""
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
                raise DoesNotRead
            for entry in entries:
                with package.open(entry) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise TooLargeToClean
                parts[entry.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise DoesNotRead from None  # not chained: the message may repeat what it stumbled over
    return parts


def written_package(parts: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset()) -> bytes:
    """An archive of these parts in this order, without times, owners or remarks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def read_xml(content: bytes) -> etree._Element:
    """The root of a part, without remarks and instructions to programs.

    Raises:
        DoesNotRead: it is no sound XML.
        HoldsMore: it declares a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DoesNotRead from None
    if root.getroottree().docinfo.doctype:
        raise HoldsMore
    return root


def written_xml(root: etree._Element) -> bytes:
    """A part from its root."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["of", "ooow"])  # formulas of spreadsheets begin with these, in text
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def take_out(element: etree._Element) -> None:
    """Remove an element with all in it; the text behind it stays."""
    _leave_text(element, element.tail or "")
    element.getparent().remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    at = parent.index(element)
    _leave_text(element, element.text or "")
    children = list(element)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)
    if element.tail:
        if children:
            children[-1].tail = (children[-1].tail or "") + element.tail
        else:
            _leave_text(element, element.tail)
    element.tail = None
    parent.remove(element)


def _leave_text(element: etree._Element, text: str) -> None:
    if not text:
        return
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
