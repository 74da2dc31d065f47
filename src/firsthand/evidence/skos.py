"""The codebook as SKOS (W3C, Simple Knowledge Organization System Reference, 2009), out and in, as Turtle.

A list is a concept scheme, a code a concept. What SKOS has no word for (when not to use a code) has a name of our own. Only Turtle is
read: RDF/XML and JSON-LD can make a reader fetch what they name, and nothing here ever asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.plugins.parsers.notation3 import BadSyntax

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Entry
from firsthand.core.refusal import NotValid

OURS = Namespace("https://firsthand.invalid/ns/codebook#")
SCHEME = "urn:firsthand:codebook:"
CODE = "urn:firsthand:code:"
HURIDOCS = URIRef(OURS.huridocs)
LARGEST = 2_000_000


class SkosNotRead(NotValid):
    code = "skos-not-read"
    sentence = "{line}This file cannot be taken in: {reason}."


def to_turtle(entries: Iterable[Entry], *, version: int) -> str:
    """Every entry, in Turtle. `from_turtle` gives back equal ones."""
    graph = Graph()
    graph.bind("fh", OURS)
    for each in CodeList:
        graph.add((URIRef(SCHEME + each.value), RDF.type, SKOS.ConceptScheme))
        graph.add((URIRef(SCHEME + each.value), OWL.versionInfo, Literal(str(version))))
    for entry in entries:
        concept = _concept(entry.list, entry.value)
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.inScheme, URIRef(SCHEME + entry.list.value)))
        for language, label in entry.labels.items():
            graph.add((concept, SKOS.prefLabel, Literal(label, lang=language)))
        texts = ((SKOS.definition, entry.definition), (SKOS.scopeNote, entry.use_when), (OURS.notWhen, entry.not_when))
        for about, text in texts:
            if text:
                graph.add((concept, about, Literal(text, lang="en")))
        if entry.broader:
            graph.add((concept, SKOS.broader, _concept(entry.list, entry.broader)))
        else:
            graph.add((concept, SKOS.topConceptOf, URIRef(SCHEME + entry.list.value)))
        if entry.huridocs_code:
            graph.add((concept, SKOS.notation, Literal(entry.huridocs_code, datatype=HURIDOCS)))
        if entry.is_retired:
            graph.add((concept, OWL.deprecated, Literal(lexical_or_value=True)))
        if entry.merged_into:
            graph.add((concept, DCTERMS.isReplacedBy, _concept(entry.list, entry.merged_into)))
    return str(graph.serialize(format="turtle"))


def from_turtle(text: str, *, into: CodeList) -> tuple[tuple[Entry, int], ...]:
    """The concepts of a file, each with the line on which it stands. Those of another house's schemes go into the list `into`.

    Raises:
        SkosNotRead: it is not Turtle, has no concept, or says something of one that a codebook cannot hold; names the line.
    """
    if len(text) > LARGEST:
        raise SkosNotRead(line="", reason="it is larger than two million characters")
    graph = Graph()
    try:
        graph.parse(data=text, format="turtle")
    except BadSyntax as error:
        raise SkosNotRead(line=f"Line {error.lines + 1}: ", reason="this is not Turtle") from None
    except Exception:  # noqa: BLE001 -- the parser raises whatever it stumbles over, and repeats the text in it
        raise SkosNotRead(line="", reason="this is not Turtle") from None
    concepts = sorted({node for node in graph.subjects(RDF.type, SKOS.Concept) if isinstance(node, URIRef)})
    if not concepts:
        raise SkosNotRead(line="", reason="it names no skos:Concept")
    lines = text.splitlines()
    found = [(_entry(graph, each, into, _line_of(lines, each)), _line_of(lines, each)) for each in concepts]
    seen: dict[tuple[CodeList, str], int] = {}
    for entry, line in found:
        if entry.name in seen:
            raise SkosNotRead(line=f"Line {line}: ", reason=f"“{entry.value}” stands on line {seen[entry.name]} too")
        seen[entry.name] = line
    return tuple(sorted(found, key=lambda pair: pair[1]))


def _entry(graph: Graph, node: URIRef, into: CodeList, line: int) -> Entry:
    code_list = _list_of(graph, node, into, line)
    labels: dict[str, str] = {}
    for label in graph.objects(node, SKOS.prefLabel):
        language = (label.language or "en") if isinstance(label, Literal) else ""
        if not language or language in labels:
            raise SkosNotRead(line=f"Line {line}: ", reason=f"a code has one label for each language; “{language or 'a label'}” is wrong")
        labels[language] = str(label)
    above = [node for node in graph.objects(node, SKOS.broader) if isinstance(node, URIRef)]
    if len(above) > 1:
        raise SkosNotRead(line=f"Line {line}: ", reason="a code stands under one other at most")
    deprecated = graph.value(node, OWL.deprecated)
    replaced = graph.value(node, DCTERMS.isReplacedBy)
    notation = next((each for each in graph.objects(node, SKOS.notation) if isinstance(each, Literal) and each.datatype == HURIDOCS), "")
    return Entry(
        list=code_list,
        value=_value_of(node),
        labels=labels,
        definition=_text(graph, node, SKOS.definition),
        use_when=_text(graph, node, SKOS.scopeNote),
        not_when=_text(graph, node, OURS.notWhen),
        broader=_value_of(above[0]) if above else "",
        huridocs_code=str(notation),
        is_retired=isinstance(deprecated, Literal) and deprecated.value is True,
        merged_into=_value_of(replaced) if isinstance(replaced, URIRef) else "",
    )


def _list_of(graph: Graph, node: URIRef, into: CodeList, line: int) -> CodeList:
    """The list that a concept names, if it is one of ours."""
    for scheme in graph.objects(node, SKOS.inScheme):
        name = str(scheme).removeprefix(SCHEME)
        if name != str(scheme):
            try:
                return CodeList(name)
            except ValueError:
                raise SkosNotRead(line=f"Line {line}: ", reason=f"there is no list “{name[:40]}”") from None
    return into


def _text(graph: Graph, node: URIRef, about: URIRef) -> str:
    """The text in English, or in the first language there is."""
    texts = sorted(
        (each for each in graph.objects(node, about) if isinstance(each, Literal)), key=lambda each: (each.language != "en", str(each))
    )
    return str(texts[0]) if texts else ""


def _concept(code_list: CodeList, value: str) -> URIRef:
    return URIRef(f"{CODE}{code_list.value}:{value}")


def _value_of(node: URIRef) -> str:
    """The short name: the last part of the address, in small letters and hyphens."""
    last = re.split(r"[/#:]", str(node))[-1]
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", last)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")[:60]


def _line_of(lines: list[str], node: URIRef) -> int:
    """The first line on which a statement about this concept begins, counted from 1."""
    last = re.split(r"[/#:]", str(node))[-1]
    begins = re.compile(rf"^\s*(?:<{re.escape(str(node))}>|[\w.-]*:{re.escape(last)})(?=\s)")
    inside = re.compile(rf"(?:<{re.escape(str(node))}>|[:/#]{re.escape(last)}\b)")
    for pattern in (begins, inside):
        for number, line in enumerate(lines, start=1):
            if pattern.search(line):
                return number
    return 0
