"""From a page to its card, and from all answers to the list that is shown before they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from firsthand.core.questionnaire.answering import scale_of
from firsthand.core.questionnaire.cards import AnswerCard, ChoiceCard, FieldCard, PageCard, RepeatCard, Widget
from firsthand.core.questionnaire.checking import Finding, check_answer
from firsthand.core.questionnaire.expressions.functions.lists import shuffled
from firsthand.core.questionnaire.filling import Filling
from firsthand.core.questionnaire.kinds import WITH_CHOICES, Kind, Shape
from firsthand.core.questionnaire.model import Choice, Question
from firsthand.core.questionnaire.paging import Page, pages_of, widget_of
from firsthand.core.questionnaire.places import Node, Place, Row
from firsthand.core.questionnaire.planning import Rule
from firsthand.core.questionnaire.standing import MOST_INSTANCES
from firsthand.core.questionnaire.wording import is_right_to_left, language_code

_accepts = {Kind.IMAGE: "image/*", Kind.AUDIO: "audio/*", Kind.VIDEO: "video/*", Kind.FILE: ""}


def page_card(filling: Filling, page: Page, findings: Sequence[Finding] = ()) -> PageCard:
    """A page in the language of the setting, with what was found wrong beside each question."""
    pages = pages_of(filling)
    language = filling.setting.language or filling.plan.questionnaire.default_language
    by_path = {finding.path: finding for finding in findings}
    around = page.repeat[0] if page.repeat else page.nodes[0]
    return PageCard(
        key=page.key,
        number=next((number for number, found in enumerate(pages, start=1) if found.key == page.key), 0),
        count=len(pages),
        captions=_captions(filling, around, is_inside=page.repeat is not None),
        fields=tuple(_field(filling, node, by_path.get(node.path)) for node in page.nodes),
        repeat=_repeat(filling, *page.repeat) if page.repeat else None,
        language=language,
        language_code=language_code(language),
        is_right_to_left=is_right_to_left(language),
    )


def answer_cards(filling: Filling) -> tuple[AnswerCard, ...]:
    """Every question that is asked, as it is answered, for a last look before sending."""
    cards = []
    for page in pages_of(filling):
        for node in page.nodes:
            question = cast("Question", node.place.question)
            if question.shape is Shape.NOTHING:
                continue
            cards.append(
                AnswerCard(
                    path=node.path,
                    page=page.key,
                    label=filling.words(node, "label") or question.name,
                    shown=shown_answer(filling, node),
                    is_answered=node.value != "",
                    finding=next(check_answer(filling, node), None),
                )
            )
    return tuple(cards)


def shown_answer(filling: Filling, node: Node) -> str:
    """An answer as people read it: choices by their labels."""
    question = node.place.question
    if question is None or question.shape not in WITH_CHOICES:
        return node.value
    rows = filling.plan.form.lists.get(question.choices)
    names = [node.value] if question.shape is Shape.ONE else node.value.split()
    if rows is None:
        return node.value
    labels = [_label(filling, question, rows.by_name[name]) if name in rows.by_name else name for name in names if name]
    return ", ".join(labels)


def _field(filling: Filling, node: Node, finding: Finding | None) -> FieldCard:
    question = cast("Question", node.place.question)
    widget = widget_of(question, is_read_only=filling.is_read_only(node))
    rows = question.parameter("rows", "4")
    return FieldCard(
        path=node.path,
        name=question.name,
        kind=question.kind,
        shape=question.shape,
        widget=widget,
        label=filling.words(node, "label"),
        hint=filling.words(node, "hint"),
        guidance=filling.words(node, "guidance_hint"),
        media=tuple(
            (kind, words.within(filling.setting.language, filling.plan.questionnaire.default_language)) for kind, words in question.media
        ),
        value=shown_answer(filling, node) if widget is Widget.SHOWN else node.value,
        parts=_parts(widget, node.value),
        choices=_choices(filling, node, question),
        is_required=filling.holds(node, Rule.REQUIRED),
        rows=int(rows) if rows.isdecimal() and 0 < int(rows) < 60 else 4,
        accepts=_accepts.get(question.kind, ""),
        finding=finding,
    )


def _parts(widget: Widget, value: str) -> tuple[tuple[str, str], ...]:
    match widget:
        case Widget.MOMENT:
            day, _, clock = value.replace("T", " ", 1).partition(" ")
            return (("date", day), ("time", clock[:5]))
        case Widget.POINT:
            numbers = [*value.split(), "", ""]
            return (("latitude", numbers[0]), ("longitude", numbers[1]))
        case _:
            return ()


def _choices(filling: Filling, node: Node, question: Question) -> tuple[ChoiceCard, ...]:
    if question.kind is Kind.RANGE:
        return tuple(ChoiceCard(name=mark, label=mark, is_chosen=node.value == mark) for mark in scale_of(question))
    if question.shape not in WITH_CHOICES:
        return ()
    rows = filling.choices(node)
    if question.parameter("randomize") == "true":
        seed = question.parameter("seed")
        rows = cast("list[Row]", shuffled(filling.setting, rows, float(seed) if seed.isdecimal() else None))
    chosen = [node.value] if question.shape is Shape.ONE else node.value.split()
    ranks = {name: str(place) for place, name in enumerate(chosen, start=1)} if question.shape is Shape.RANKED else {}
    return tuple(
        ChoiceCard(
            name=row.name,
            label=_label(filling, question, row),
            is_chosen=row.name in chosen,
            rank=ranks.get(row.name, ""),
            image=_image(filling, row),
        )
        for row in rows
    )


def _label(filling: Filling, question: Question, row: Row) -> str:
    column = question.parameter("label")
    if column and column in row.cells:
        return row.cells[column].value
    return row.label.within(filling.setting.language, filling.plan.questionnaire.default_language) or row.name


def _image(filling: Filling, row: Row) -> str:
    media = dict(row.choice.media) if isinstance(row.choice, Choice) else {}
    language = filling.setting.language
    return media["image"].within(language, filling.plan.questionnaire.default_language) if "image" in media else ""


def _captions(filling: Filling, node: Node, *, is_inside: bool) -> tuple[str, ...]:
    found: list[str] = []
    walked: Node | None = node if is_inside else node.parent
    while walked is not None:
        label = filling.words(walked, "label") if walked.place.item else ""
        if label:
            found.append(f"{label} {walked.nth}" if walked.place.is_repeat else label)
        walked = walked.parent
    return tuple(reversed(found))


def _repeat(filling: Filling, parent: Node, place: Place) -> RepeatCard:
    instances = filling.standing.instances(parent, place)
    return RepeatCard(
        path=parent.path,
        name=place.name,
        label=filling.words(Node(place, parent), "label") or place.name,
        instances=tuple((instance.path, instance.nth) for instance in instances),
        may_add=len(instances) < MOST_INSTANCES,
    )
