"""Commitments as sources of a text that is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firsthand.commitments.models import Commitment, Position
from firsthand.commitments.queries.showing import document_url
from firsthand.commitments.territories import name_of
from firsthand.core.manuscript import ResolvedCitation


def citations_for_print(refs: Iterable[str]) -> Mapping[str, ResolvedCitation]:
    """Each commitment among these Refs as a citation, in the language that is active: whoever prints an edition activates its own.

    A Ref that names no commitment is left out; `why_not_citable` says so.
    """
    latest = Prefetch("positions", queryset=Position.objects.filter(is_latest=True))
    rows = Commitment.objects.filter(ref__in=set(refs)).prefetch_related(latest)
    return {row.ref: _citation(row) for row in rows}


def why_not_citable(refs: Iterable[str]) -> Mapping[str, str]:
    """For each Ref that cannot be cited, why."""
    wanted = set(refs)
    known = set(Commitment.objects.filter(ref__in=wanted).values_list("ref", flat=True))
    return {ref: _("There is no commitment %(ref)s in the register.") % {"ref": ref} for ref in sorted(wanted - known)}


def _citation(row: Commitment) -> ResolvedCitation:
    state = name_of(row.state, get_language() or "en")
    number = f"{row.number}{row.part}"
    entry = _("%(state)s, %(mechanism)s, session %(session)s, recommendation %(number)s: “%(text)s”") % {
        "state": state,
        "mechanism": row.get_mechanism_display(),
        "session": row.session,
        "number": number,
        "text": row.text.rstrip("; \n"),
    }
    document = f" {row.document_symbol}." if row.document_symbol else ""
    return ResolvedCitation(
        ref=row.ref,
        label=f"{row.document_symbol or state}, {number}",
        entry_text=f"{entry}.{document}{_answer(row)}",
        url=document_url(row.document_symbol),
    )


def _answer(row: Commitment) -> str:
    """The latest position with its source as a closing sentence; empty while there is none."""
    position = next(iter(row.positions.all()), None)
    if position is None:
        return ""
    source = position.source_symbol
    if source and position.source_paragraph:
        source = _("%(symbol)s, para. %(paragraph)s") % {"symbol": source, "paragraph": position.source_paragraph}
    answer = _("Position of the State: %(position)s") % {"position": position.get_value_display()}
    return f" {answer} ({source})." if source else f" {answer}."
