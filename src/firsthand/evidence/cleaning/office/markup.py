"""The XML of Word, Excel and PowerPoint without what tells who wrote it, where, when and on what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from firsthand.evidence.cleaning.office.packages import local, take_out, unwrap
from firsthand.evidence.cleaning.refused import HoldsMore

ID = re.compile(r"\w{1,40}")
_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MARKUP = _OOXML + "markup-compatibility/2006"
_known = (
    *(_OOXML + each for each in ("wordprocessingml/", "spreadsheetml/", "presentationml/", "drawingml/")),
    *(_OOXML + "officeDocument/2006/" + each for each in ("relationships", "math", "sharedTypes")),
    _STRICT,
)
_vml = frozenset({"urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:word"})
_XML = "http://www.w3.org/XML/1998/namespace"
_relating = frozenset({_OOXML + "officeDocument/2006/relationships", _STRICT + "officeDocument/relationships"})

_gone = frozenset(
    {
        "extLst", "rsids", "docVars", "docVar", "attachedTemplate", "proofErr", "commentRangeStart", "commentRangeEnd", "commentReference",
        "annotationRef", "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "delText",
        "delInstrText", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
        "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "smartTagPr", "customXmlPr", "documentProtection",
        "writeProtection", "mailMerge", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "permStart", "permEnd",
        "dataBinding",
        "alias", "tag", "docPartObj", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "fileSharing",
        "fileVersion", "customWorkbookViews", "customSheetViews", "legacyDrawing", "legacyDrawingHF", "custDataLst", "modifyVerifier",
        "fileRecoveryPr", "smartTags", "webPublishing", "webPublishItems", "printSettings", "cmAuthorLst", "saveThroughXslt",
        "externalData", "embeddedFontLst", "photoAlbum", "sldSyncPr", "docProps", "stylePaneFormatFilter", "lock",
        "vanish", "specVanish",  # what was hidden is shown: who passes the copy on must see what they pass on
    }
)  # fmt: skip
_wrapping = frozenset({"ins", "moveTo", "smartTag", "customXml"})
_named = frozenset({"docPr", "cNvPr"})  # programs write the path of a picture here, as its name or as what it shows
_telling = frozenset({"author", "date", "initials", "userId", "userName", "codeName", "lastEdited", "descr", "refreshedBy", "macro", "src"})
_outside = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|LINK|DDE|DDEAUTO|DATABASE|RD|EMBED|IMPORT)\b|file:|\\\\", re.IGNORECASE)


def without_links(root: etree._Element, cut: set[str]) -> etree._Element:
    """The part without what pointed along relationships that were cut."""
    for each in list(root.iter("*")):
        cutting = [name for name, value in each.attrib.items() if etree.QName(name).namespace in _relating and value in cut]
        if not cutting or each.getparent() is None:
            continue
        if local(each) == "hyperlink" and len(each):
            unwrap(each)
        elif local(each) in {"pageSetup", "picture"}:
            for name in cutting:
                del each.attrib[name]
        else:
            take_out(each)
    return root


def scrub(root: etree._Element) -> None:
    """Take out, in place, what is not read. Raises HoldsMore where a field looks elsewhere."""
    _settle_alternatives(root)
    for each in list(root.iter("*")):
        if each.getparent() is None:
            continue
        if not _is_known(str(etree.QName(each).namespace)) or local(each) in _gone or _is_deleted_row(each):
            take_out(each)
        elif local(each) in _wrapping:
            unwrap(each)
    for each in root.iter("*"):
        _scrub_attributes(each)
        if local(each) == "instrText":
            _scrub_field(each)
        elif local(each) == "fldSimple" and any(_outside.search(value) for value in each.attrib.values()):
            raise HoldsMore


def _settle_alternatives(root: etree._Element) -> None:
    """Of what is written twice, for newer and for older programs, the older one: the newer may hold what we do not know."""
    for each in list(root.iter(f"{{{_MARKUP}}}AlternateContent")):
        if each.getparent() is None:
            continue
        for child in list(each):
            if local(child) == "Fallback":
                unwrap(child)
            else:
                take_out(child)
        unwrap(each)


def _is_known(space: str) -> bool:
    return space.startswith(_known) or space in _vml or space == _XML


def _is_deleted_row(element: etree._Element) -> bool:
    """Rows that were deleted while changes were noted."""
    return local(element) == "tr" and any(local(each) == "del" for each in _properties(element, "trPr"))


def _properties(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        if local(child) == name:
            yield from child


def _scrub_attributes(element: etree._Element) -> None:
    for attribute in list(element.attrib):
        space, short = etree.QName(attribute).namespace or "", etree.QName(attribute).localname
        is_ours = not space or _is_known(space)
        if not is_ours or short in _telling or short.startswith("rsid") or (space in _vml and short in {"title", "href", "gfxdata"}):
            del element.attrib[attribute]
        elif (local(element) == "sheet" and short == "state") or (local(element) == "sld" and short == "show") or short == "hidden":
            del element.attrib[attribute]  # sheets, slides, rows
    if local(element) in _named:
        element.attrib.pop("title", None)
        element.set("name", "")
    element.attrib.pop("alt", None)


def _scrub_field(instruction: etree._Element) -> None:
    text = instruction.text or ""
    if _outside.search(text):
        raise HoldsMore
    if "ADDIN" in text.upper() or "{" in text:  # programs for references write whole libraries here, with their owner's name
        instruction.text = " ADDIN "
