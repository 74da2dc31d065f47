"""A figure in words, written from its numbers: what whoever cannot see the drawing is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from firsthand.core.crosstab import Key
from firsthand.core.disclosure import Released
from firsthand.render.labels import labels_for

# (most, least shown, how many withheld of how many). {names} are labels of the codebook, {number} a count.
_SENTENCES = {
    "en": (
        "Most: {names}, {number}.",
        "Fewest shown: {names}, {number}.",
        "{withheld} of {all} numbers are withheld to protect people.",
    ),
    "fr": (
        "Le plus : {names}, {number}.",
        "Le moins parmi les nombres publiés : {names}, {number}.",
        "Non publiés pour protéger des personnes : {withheld} nombres sur {all}.",
    ),
    "es": (
        "Lo más: {names}, {number}.",
        "Lo menos entre lo publicado: {names}, {number}.",
        "{withheld} de {all} números no se publican para proteger a las personas.",
    ),
    "ru": (
        "Больше всего: {names}, {number}.",
        "Меньше всего из показанного: {names}, {number}.",
        "Не публикуется, чтобы защитить людей: {withheld} из {all}.",
    ),
    "zh": (
        "最多：{names}，{number}。",
        "已公布中最少：{names}，{number}。",
        "为保护当事人，{all} 个数字中有 {withheld} 个不予公布。",
    ),
    "ar": (
        "الأكثر: {names}، {number}.",
        "الأقل مما نُشر: {names}، {number}.",
        "حُجب {withheld} من {all} رقمًا لحماية الناس.",
    ),
}


def summary_of(released: Released, *, language: str) -> str:
    """One to three sentences: where the largest and the smallest shown numbers stand, and how many are withheld."""
    most, fewest, held = _SENTENCES[labels_for(language).language]
    keys = tuple(product(*(dimension.keys for dimension in released.dimensions)))
    shown = [(key, count) for key in keys if (count := released.cells[key]) is not None]
    said = []
    if shown:
        top = max(count for _, count in shown)
        low = min(count for _, count in shown)
        said.append(most.format(names=_named(released, next(key for key, count in shown if count == top)), number=top))
        if low < top:
            said.append(fewest.format(names=_named(released, next(key for key, count in shown if count == low)), number=low))
    if len(shown) < len(keys):
        said.append(held.format(withheld=len(keys) - len(shown), all=len(keys)))
    return " ".join(said)


def description_of(released: Released, *, language: str) -> str:
    """The summary, and every number after it."""
    withheld = labels_for(language).withheld
    return f"{summary_of(released, language=language)} {'; '.join(_said(released, withheld))}"


def _said(released: Released, withheld: str) -> Iterator[str]:
    for key in product(*(dimension.keys for dimension in released.dimensions)):
        shown = released.cells[key]
        yield f"{_named(released, key)}: {withheld if shown is None else shown}"


def _named(released: Released, key: Key) -> str:
    return ", ".join(dimension.label_of(part) for dimension, part in zip(released.dimensions, key, strict=True))
