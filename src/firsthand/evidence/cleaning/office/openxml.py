"""Files of Word, Excel and PowerPoint (Office Open XML, ISO/IEC 29500): from part to part, what is read in them and nothing beside it.

A package is a graph: each part names others by relationships. It is walked from the document; a relationship of a kind that is read is
followed, one of a kind that only tells is cut, and one of any other kind (a macro, another file, a source of data) ends it. So what
nothing leads to is not in the copy, and parts get names of ours.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from firsthand.evidence.cleaning.office.markup import ID, scrub, without_links
from firsthand.evidence.cleaning.office.packages import read_xml, written_package, written_xml
from firsthand.evidence.cleaning.pictures import cleaned_picture
from firsthand.evidence.cleaning.refused import CannotBeCleaned, DoesNotRead, HoldsMore

_mains = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("word/document.xml", "docx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("xl/workbook.xml", "xlsx"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": ("ppt/presentation.xml", "pptx"),
}
_known_type = re.compile(r"application/vnd\.openxmlformats-officedocument\.[A-Za-z.-]+\+xml")
_read = frozenset(
    {
        "styles", "numbering", "fontTable", "theme", "settings", "footnotes", "endnotes", "header", "footer", "worksheet", "sharedStrings",
        "drawing", "chart", "table", "slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "handoutMaster", "presProps",
        "tableStyles", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "themeOverride", "chartUserShapes", "image",
    }
)  # fmt: skip
_told = frozenset(
    {
        "core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml", "webSettings", "stylesWithEffects",
        "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "person", "threadedComment", "vmlDrawing",
        "printerSettings", "calcChain", "sheetMetadata", "attachedTemplate", "glossaryDocument", "keyMapCustomizations", "viewProps",
        "commentAuthors", "authors", "tags", "chartStyle", "chartColorStyle", "font", "package", "classificationlabels", "diagramDrawing",
        "revisionInfo", "changesInfo", "smartTags", "documenttasks",
    }
)  # fmt: skip
_leads_on = ("http://", "https://", "mailto:", "tel:", "#")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_pictures = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass
class _Copy:
    parts: dict[str, bytes]
    types: dict[str, str]
    named: dict[str, str] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def cleaned_openxml(parts: dict[str, bytes]) -> tuple[bytes, str]:
    """A clean copy and its ending. Raises CannotBeCleaned, DoesNotRead, HoldsMore."""
    types = _types_of(parts)
    main = next((target for tail, _, target, _ in _relationships(parts, "") if tail == "officeDocument"), "")
    if main not in parts:
        raise DoesNotRead
    if types.get(main) not in _mains:
        raise CannotBeCleaned
    place, ending = _mains[types[main]]
    copy = _Copy(parts=parts, types=types, named={main: place})
    waiting = [main]
    while waiting:
        waiting += _take(copy, waiting.pop())
    head = _written_relationships([("rId1", "officeDocument", "/" + place, False)])
    content_types = _written_types(copy.typed)
    return written_package([("[Content_Types].xml", content_types), ("_rels/.rels", head), *copy.made.items()]), ending


def _take(copy: _Copy, name: str) -> list[str]:
    """Put one part into the copy; the parts that it leads to and that were not yet named."""
    place, kept, cut, fresh = copy.named[name], [], set(), []
    for tail, own, target, is_outside in _relationships(copy.parts, name):
        if tail == "hyperlink" and target.startswith(_leads_on):
            kept.append((own, tail, target, True))
        elif (tail == "hyperlink" and is_outside) or tail in _told:
            cut.add(own)
        elif is_outside or target not in copy.parts or tail not in _read | {"hyperlink"}:
            raise HoldsMore
        else:
            if target not in copy.named:
                copy.named[target] = _place(copy, target, tail, posixpath.dirname(place))
                fresh.append(target)
            kept.append((own, tail, "/" + copy.named[target], False))
    if place in copy.made:  # a picture: it was cleaned when it was named
        return fresh
    root = read_xml(copy.parts[name])
    scrub(without_links(root, cut))
    copy.made[place], copy.typed[place] = written_xml(root), copy.types[name]
    if kept:
        beside = posixpath.join(posixpath.dirname(place), "_rels", posixpath.basename(place) + ".rels")
        copy.made[beside] = _written_relationships(kept)
    return fresh


def _place(copy: _Copy, target: str, tail: str, beside: str) -> str:
    number = len(copy.named)
    if tail == "image":
        found = cleaned_picture(copy.parts[target])
        if found is None:
            raise HoldsMore
        place = f"{beside}/media{number}.{found[1]}"
        copy.made[place] = found[0]
        return place
    if not _known_type.fullmatch(copy.types.get(target, "")):
        raise HoldsMore
    return f"{beside}/{tail}{number}.xml"


def _types_of(parts: dict[str, bytes]) -> dict[str, str]:
    root = read_xml(parts["[Content_Types].xml"])
    by_ending = {str(each.get("Extension")).lower(): str(each.get("ContentType")) for each in root.iter(f"{{{_TYPES}}}Default")}
    of_parts = {str(each.get("PartName")).lstrip("/"): str(each.get("ContentType")) for each in root.iter(f"{{{_TYPES}}}Override")}
    return {name: of_parts.get(name, by_ending.get(name.rpartition(".")[2].lower(), "")) for name in parts}


def _relationships(parts: dict[str, bytes], name: str) -> list[tuple[str, str, str, bool]]:
    """(kind, Id, target, whether it lies outside) of each relationship of a part; targets within are full names."""
    folder = posixpath.dirname(name)
    stored = parts.get(posixpath.join(folder, "_rels", posixpath.basename(name) + ".rels"))
    found = []
    for each in read_xml(stored).iter(f"{{{_RELATIONSHIPS}}}Relationship") if stored else ():
        target, is_outside = str(each.get("Target")), each.get("TargetMode") == "External"
        tail = str(each.get("Type")).rstrip("/").rpartition("/")[2]
        if not is_outside and not target.startswith("#"):
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        if not ID.fullmatch(str(each.get("Id"))):
            raise HoldsMore
        found.append((tail, str(each.get("Id")), target, is_outside))
    return found


def _written_relationships(kept: list[tuple[str, str, str, bool]]) -> bytes:
    lines = [
        f"<Relationship Id={quoteattr(own)} Type={quoteattr(_DOCUMENT + tail)} Target={quoteattr(target)}"
        + (' TargetMode="External"/>' if is_outside else "/>")
        for own, tail, target, is_outside in kept
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def _written_types(typed: dict[str, str]) -> bytes:
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"} | _pictures
    lines = [f'<Default Extension="{ending}" ContentType="{each}"/>' for ending, each in endings.items()]
    lines += [f'<Override PartName="/{place}" ContentType="{each}"/>' for place, each in typed.items()]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="{_TYPES}">{"".join(lines)}</Types>'.encode()
