"""The codebook as its users see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext

from firsthand.evidence.models import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    value: str
    label: str
    is_retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list of the codebook, in its order."""

    key: str
    label: str
    codes: tuple[CodeCard, ...]


def codebook() -> tuple[CodeList, ...]:
    """Every list with every code, retired ones too, in one query."""
    found: dict[str, list[CodeCard]] = defaultdict(list)
    for row in Code.objects.all():
        found[row.list].append(CodeCard(value=row.value, label=gettext(row.label), is_retired=row.retired_on is not None))
    return tuple(CodeList(key=key, label=str(label), codes=tuple(found[key])) for key, label in Code.List.choices)


def choices_in_use(code_list: str) -> tuple[tuple[str, str], ...]:
    """(value, label) of the codes of a list that may still be applied."""
    rows = Code.objects.filter(list=code_list, retired_on=None)
    return tuple((value, gettext(label)) for value, label in rows.values_list("value", "label"))
