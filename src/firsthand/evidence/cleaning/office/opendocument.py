"""Files of LibreOffice (OpenDocument, ISO/IEC 26300): text and styles and pictures, by lists of what may stay."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from lxml import etree

from firsthand.evidence.cleaning.office.packages import local, read_xml, take_out, unwrap, written_package, written_xml
from firsthand.evidence.cleaning.pictures import cleaned_picture
from firsthand.evidence.cleaning.refused import CannotBeCleaned, DoesNotRead, HoldsMore

_kinds = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.graphics": "odg",
}
_OURS = "urn:oasis:names:tc:opendocument:xmlns:"
_others = frozenset({"http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"})
_HREF = "{http://www.w3.org/1999/xlink}href"
_gone = frozenset(
    {
        "annotation", "annotation-end", "tracked-changes", "change", "change-start", "change-end", "meta", "settings", "scripts",
        "event-listeners", "forms", "hidden-text", "desc", "title", "font-face-src", "user-field-decls", "sequence-ref",
        "dde-connection-decls",
        "database-ranges", "named-expressions", "data-pilot-tables", "tracked-changes-view-info", "content-validations", "consolidation",
        "variable-decls", "calculation-settings",
    }
)  # fmt: skip
_fields = frozenset(
    {
        "author-name", "author-initials", "creator", "initial-creator", "printed-by", "editing-cycles", "editing-duration", "file-name",
        "template-name", "print-date", "print-time", "modification-date", "modification-time", "creation-date", "creation-time",
        "user-defined", "description", "subject", "keywords", "user-field-get", "user-field-input", "text-input", "placeholder", "script",
        "database-display", "database-name", "execute-macro", "conditional-text", "expression", "variable-set", "variable-get",
    }
)  # fmt: skip
_within = frozenset(
    {"object", "object-ole", "plugin", "applet", "floating-frame", "section-source", "table-source", "dde-connection", "cell-range-source"}
)
_attributes = frozenset({"name", "id", "title", "visibility", "protection-key", "user-name", "creator", "display-name", "template-name"})
_defined = frozenset({"gradient", "hatch", "fill-image", "opacity", "marker", "stroke-dash", "layer"})  # named to be referred to
_draw = _OURS + "drawing:1.0"
_leads_on = ("#", "http://", "https://", "mailto:", "tel:")


def cleaned_opendocument(parts: dict[str, bytes]) -> tuple[bytes, str]:
    """A clean copy and its ending. Raises CannotBeCleaned, DoesNotRead, HoldsMore."""
    kind = parts["mimetype"].decode("ascii", "replace").strip()
    if kind not in _kinds:
        raise CannotBeCleaned
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b"") or "content.xml" not in parts:
        raise DoesNotRead
    pictures: dict[str, tuple[str, bytes]] = {}
    kept = [("mimetype", kind.encode())]
    for name in ("content.xml", "styles.xml"):
        if name in parts:
            root = read_xml(parts[name])
            _scrub(root, parts, pictures)
            kept.append((name, written_xml(root)))
    kept += pictures.values()
    kept.append(("META-INF/manifest.xml", _manifest(kind, [name for name, _ in kept[1:]])))
    return written_package(kept, stored=frozenset({"mimetype"})), _kinds[kind]


def _scrub(root: etree._Element, parts: dict[str, bytes], pictures: dict[str, tuple[str, bytes]]) -> None:
    for each in list(root.iter("*")):
        space, name = str(etree.QName(each).namespace), local(each)
        if each is root or each.getparent() is None:
            continue
        if name in _within:
            raise HoldsMore
        if (name in _gone and not (name == "title" and "text" in space)) or not space.startswith(_OURS):
            take_out(each)
        elif name in _fields or (name == "title" and "text" in space):
            unwrap(each)
    for each in root.iter("*"):
        for attribute in list(each.attrib):
            space = etree.QName(attribute).namespace or ""
            short = etree.QName(attribute).localname
            is_key = short in {"name", "display-name"} and (space != _draw or local(each) in _defined)
            is_naming = short in _attributes and not is_key
            is_hiding = short == "display" and each.get(attribute) in {"none", "false"}  # what was hidden is shown
            if is_naming or is_hiding or not (space.startswith(_OURS) or space in _others):
                del each.attrib[attribute]
        if _HREF in each.attrib:
            _lead(each, parts, pictures)


def _lead(element: etree._Element, parts: dict[str, bytes], pictures: dict[str, tuple[str, bytes]]) -> None:
    """Where it leads: on the page, into the net, or to a picture of the package. Nowhere else."""
    target = str(element.get(_HREF)).removeprefix("./")
    if target.startswith(_leads_on):
        return
    if target not in parts:
        if local(element) == "a":  # a link to somebody's own disk tells how it is ordered
            element.set(_HREF, "#")
            return
        raise HoldsMore
    if target not in pictures:
        found = cleaned_picture(parts[target])
        if found is None:
            raise HoldsMore
        pictures[target] = (f"Pictures/{len(pictures) + 1}.{found[1]}", found[0])
    element.set(_HREF, pictures[target][0])


def _manifest(kind: str, names: list[str]) -> bytes:
    types = {"xml": "text/xml", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
    entries = [("/", kind)] + [(name, types[name.rpartition(".")[2]]) for name in names]
    lines = [f"<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type={quoteattr(each)}/>" for name, each in entries]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    return f"{head}{''.join(lines)}</manifest:manifest>".encode()
