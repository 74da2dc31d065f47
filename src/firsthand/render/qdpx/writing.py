"""A QDPX file: a ZIP with `project.qde` (XML in the namespace of the standard) and each text as UTF-8 beside it. Made in memory."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from firsthand.render.qdpx.project import CodedText, Marked, Project
from firsthand.render.zipping import zip_of

_NAMESPACE = "urn:QDA-XML:project:1.0"
_CODING = uuid.UUID("6f0c1a5e-4b0e-5a1f-9d0c-1f2e3d4c5b6a")  # codings have ids of their own, drawn from the id of the mark


def write_qdpx(project: Project) -> bytes:
    """The bytes of the project. The same project gives the same bytes.

    A stretch that several codes cover is one selection with several codings, as other programs expect it.
    """
    # The standard wants the default namespace: some readers look for it literally.
    root = ET.Element(
        "Project", {"xmlns": _NAMESPACE, "name": project.name, "origin": project.origin, "creationDateTime": _moment(project.made_at)}
    )
    if project.coders:
        users = ET.SubElement(root, "Users")
        for coder in project.coders:
            ET.SubElement(users, "User", guid=str(coder.guid), name=coder.name)
    _codebook(root, project)
    if project.texts:
        sources = ET.SubElement(root, "Sources")
        for text in project.texts:
            _source(sources, text)
    qde = b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")
    return zip_of({"project.qde": qde, **{f"Sources/{text.guid}.txt": text.text.encode() for text in project.texts}})


def _codebook(root: ET.Element, project: Project) -> None:
    codes = ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes")
    for group in project.codebook:
        listed = ET.SubElement(codes, "Code", guid=str(group.guid), name=group.name, isCodable="false")
        for code in group.codes:
            one = ET.SubElement(listed, "Code", guid=str(code.guid), name=code.name, isCodable="true")
            if code.description:
                ET.SubElement(one, "Description").text = code.description


def _source(sources: ET.Element, text: CodedText) -> None:
    source = ET.SubElement(sources, "TextSource", guid=str(text.guid), name=text.name, plainTextPath=f"internal://{text.guid}.txt")
    stretches: dict[tuple[int, int], list[Marked]] = defaultdict(list)
    for each in text.marked:
        if each.start is not None and each.end is not None:
            stretches[each.start, each.end].append(each)
    for (start, end), marked in sorted(stretches.items()):
        first = marked[0]
        selection = ET.SubElement(
            source,
            "PlainTextSelection",
            guid=str(first.guid),
            name=f"{text.name} {start}-{end}",  # other programs print the words here; a name is no place for them
            startPosition=str(start),
            endPosition=str(end),
            creatingUser=str(first.coder),
            creationDateTime=_moment(first.made_at),
        )
        _codings(selection, marked)
    _codings(source, (each for each in text.marked if each.start is None))


def _codings(inside: ET.Element, marked: Iterable[Marked]) -> None:
    for each in marked:
        guid = uuid.uuid5(_CODING, str(each.guid))
        coding = ET.SubElement(inside, "Coding", guid=str(guid), creatingUser=str(each.coder), creationDateTime=_moment(each.made_at))
        ET.SubElement(coding, "CodeRef", targetGUID=str(each.code))


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
