"""From page to page: one question at a time, or one group where its appearance says field-list, and a page after each repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from firsthand.core.questionnaire.answering import Unfit, read_typed
from firsthand.core.questionnaire.cards import Widget
from firsthand.core.questionnaire.checking import Finding, check_answer
from firsthand.core.questionnaire.expressions import At, truth_of
from firsthand.core.questionnaire.filling import Filling
from firsthand.core.questionnaire.kinds import TRAITS, Filled, Kind, Shape
from firsthand.core.questionnaire.model import Group, Question
from firsthand.core.questionnaire.places import Node, Place
from firsthand.core.questionnaire.planning import Rule
from firsthand.core.refusal import NotFound

MORE = "+"  # ends the key of the page after a repeat
Posted = Mapping[str, Sequence[str]]


class PageNotAsked(NotFound):
    code = "page-not-asked"
    sentence = "This page is not asked just now."


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands just now: its key for an address, and the questions on it. `repeat` where it asks for one more instance."""

    key: str
    nodes: tuple[Node, ...]
    repeat: tuple[Node, Place] | None = None


def pages_of(filling: Filling) -> list[Page]:
    """The pages that are asked just now, in order."""
    return list(_pages(filling, filling.standing.root))


def page_at(filling: Filling, key: str) -> Page:
    """The page of this key.

    Raises:
        PageNotAsked: there is none just now.

    """
    for page in pages_of(filling):
        if page.key == key:
            return page
    raise PageNotAsked


def page_after(filling: Filling, key: str) -> Page | None:
    """The page to go on to; None after the last. Where the page itself is not asked any more, the first one."""
    pages = pages_of(filling)
    places = [place for place, page in enumerate(pages) if page.key == key]
    if not places:
        return pages[0] if pages else None
    return pages[places[0] + 1] if places[0] + 1 < len(pages) else None


def page_before(filling: Filling, key: str) -> Page | None:
    """The page to go back to; None before the first."""
    pages = pages_of(filling)
    places = [place for place, page in enumerate(pages) if page.key == key]
    return pages[places[0] - 1] if places and places[0] > 0 else None


def page_of_path(filling: Filling, path: str) -> Page | None:
    """The page on which the question at this path is asked, to lead from a finding to its place."""
    return next((page for page in pages_of(filling) if any(node.path == path for node in page.nodes)), None)


def receive_page(filling: Filling, key: str, posted: Posted) -> tuple[Finding, ...]:
    """Take what was sent from a page: put it in, bring every rule up to date, and say what is wrong on this page.

    `posted` has the fields as a browser sends them. What was typed stands in the answers even where it is wrong: nothing typed is lost.
    What belongs to other pages is not looked at. A page after a repeat takes `more` = "yes" for one more instance, `remove` = its path.

    Raises:
        PageNotAsked: the page is not asked just now.
        AnswersForeign, TooManyInstances: as `Filling.add` and `Filling.remove`.

    """
    page = page_at(filling, key)
    if page.repeat is not None:
        _receive_repeat(filling, page.repeat, posted)
        return ()
    taken = {node.path: _taken(filling, node, posted) for node in page.nodes if _is_taken(filling, node)}
    filling.change(taken)
    return findings_of(filling, page)


def findings_of(filling: Filling, page: Page) -> tuple[Finding, ...]:
    """What is wrong on a page."""
    return tuple(finding for node in page.nodes if node.is_live for finding in check_answer(filling, node))


def widget_of(question: Question, *, is_read_only: bool = False) -> Widget:
    """How a question is asked."""
    if question.shape is Shape.NOTHING:
        return Widget.NOTE
    if is_read_only:
        return Widget.SHOWN
    looks = question.appearance.split()
    match question.shape:
        case Shape.TEXT:
            return Widget.AREA if "multiline" in looks or question.parameter("rows") else Widget.LINE
        case Shape.DECIMAL if question.kind is Kind.RANGE:
            return Widget.DROPDOWN if "picker" in looks else Widget.RADIOS
        case Shape.ONE:
            return Widget.DROPDOWN if {"minimal", "autocomplete"} & set(looks) else Widget.RADIOS
        case shape:
            return _widgets[shape]


def _pages(filling: Filling, node: Node) -> Iterator[Page]:
    if not node.is_relevant:
        return
    item = node.place.item
    if isinstance(item, Question):
        if is_shown(item):
            yield Page(node.path, (node,))
    elif isinstance(item, Group) and item.is_one_page:
        nodes = tuple(found for found in filling.standing.live(node) if found.place.question and is_shown(found.place.question))
        if nodes:
            yield Page(node.path, nodes)
    else:
        yield from _pages_inside(filling, node)


def _pages_inside(filling: Filling, node: Node) -> Iterator[Page]:
    for place, kid in zip(node.place.kids, node.kids, strict=True):
        if not isinstance(kid, list):
            yield from _pages(filling, kid)
            continue
        for instance in kid:
            yield from _pages(filling, instance)
        if filling.plan.rule(place, Rule.COUNT) is None and _is_offered(filling, node, place):
            yield Page(f"{Node(place, node).path.rpartition('[')[0]}{MORE}", (), (node, place))


def _is_offered(filling: Filling, parent: Node, place: Place) -> bool:
    """Whether a repeat is asked at all; it may have no instance yet that could tell."""
    bound = filling.plan.rule(place, Rule.RELEVANT)
    return bound is None or truth_of(bound.run(At(Node(place, parent), filling.setting)))


def is_shown(question: Question) -> bool:
    """Whether a question stands on a page: it is asked, or it is a rule with a label that shows what it came to."""
    if question.kind is Kind.CALCULATE or (question.calculation and not question.trigger):
        return bool(question.label or question.hint)
    return TRAITS[question.kind].filled is Filled.BY_READER


def _receive_repeat(filling: Filling, repeat: tuple[Node, Place], posted: Posted) -> None:
    parent, place = repeat
    removed = next(iter(posted.get("remove", ())), "")
    if removed:
        if filling.node(removed) not in filling.standing.instances(parent, place):
            raise PageNotAsked
        filling.remove(removed)
    elif "yes" in posted.get("more", ()):
        filling.add(parent.path, place.name)


def _is_taken(filling: Filling, node: Node) -> bool:
    question = cast("Question", node.place.question)
    return question.shape is not Shape.NOTHING and not filling.is_read_only(node)


def _taken(filling: Filling, node: Node, posted: Posted) -> str:
    question, path = cast("Question", node.place.question), node.path
    match question.shape:
        case Shape.MANY:
            chosen = set(posted.get(path, ()))
            known = [row.name for row in filling.choices(node) if row.name in chosen]
            return " ".join([*known, *sorted(chosen - set(known))])
        case Shape.RANKED:
            return _taken_ranking(filling, node, posted)
        case Shape.MOMENT:
            typed = " ".join(filter(None, (_first(posted, f"{path}#date"), _first(posted, f"{path}#time"))))
        case Shape.POINT:
            typed = " ".join(filter(None, (_first(posted, f"{path}#latitude"), _first(posted, f"{path}#longitude"))))
        case _:
            typed = _first(posted, path)
    try:
        return read_typed(question, typed, filling.setting.now.tzinfo or UTC)
    except Unfit:
        return typed[:2_000]


def _taken_ranking(filling: Filling, node: Node, posted: Posted) -> str:
    numbered = []
    for place, row in enumerate(filling.choices(node)):
        number = _first(posted, f"{node.path}#{row.name}")
        if number.isdecimal() and len(number) < 5:
            numbered.append((int(number), place, row.name))
    numbers = [number for number, _, _ in numbered]
    names = [name for _, _, name in sorted(numbered)]
    return " ".join(names if len(set(numbers)) == len(numbers) else [names[0], *names])  # two with one number are told as twice


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, ())), "").strip()


_widgets = {
    Shape.TEXT: Widget.LINE,
    Shape.WHOLE: Widget.NUMBER,
    Shape.DECIMAL: Widget.NUMBER,
    Shape.DATE: Widget.DATE,
    Shape.TIME: Widget.TIME,
    Shape.MOMENT: Widget.MOMENT,
    Shape.MANY: Widget.CHECKBOXES,
    Shape.RANKED: Widget.RANKING,
    Shape.POINT: Widget.POINT,
    Shape.FILE: Widget.UPLOAD,
    Shape.OK: Widget.CHECK,
}
