"""Codes for other programs of qualitative research, of those who agreed to be shared as a case.

Words are never in it: those who agree to being shared are told that their own words stay with us (`foundation.consents.wording`), and no
question that anyone was ever asked covers handing them out whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Audience, Use
from firsthand.core.refusal import NotFound, NotNow
from firsthand.evidence.models import Code, Highlight
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.queries.blindness import hidden_from
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.render.qdpx import CodedText, CodeGroup, Coder, Marked, Project, QdaCode, write_qdpx

_OURS = uuid.UUID("b7f7d3a0-52f1-5c86-9a43-0d1f5a0c9e11")
_SEALED = "The words of this testimony are sealed. What stands here is which codes are on it.\n"


class NothingToExport(NotNow):
    code = "nothing-to-export"
    sentence = "Nothing is marked in a testimony whose giver agreed that allies may have it."


@transaction.atomic
def export_codes(*, organisation_id: int, by: Person, now: datetime) -> bytes:
    """A QDPX project of the codebook and of which codes are on which testimony, without a single word.

    Raises:
        NotFound: this person is not of the organisation's evidence team.
        NothingToExport: no marked testimony may be handed out.
    """
    return _export(organisation_id, by, now)


def _export(organisation_id: int, by: Person, now: datetime) -> bytes:
    if organisation_id not in organisations_where(by, *TEAM):
        raise NotFound
    organisation = Organisation.objects.get(pk=organisation_id)
    rows = Highlight.objects.filter(testimony__door__team__owner=organisation.ref, testimony__withdrawn_at=None)
    rows = rows.exclude(testimony__in=hidden_from(by)).order_by("testimony__ref", "made_at", "pk")
    listed = tuple(rows.select_related("code", "coder", "testimony"))
    hold_grants({row.testimony.ref for row in listed})
    allowed = subjects_allowing({row.testimony.ref for row in listed}, use=Use.ALLY, audience=Audience.NETWORK, now=now)
    texts: dict[str, list[Highlight]] = {}
    for row in listed:
        if row.testimony.ref in allowed:
            texts.setdefault(row.testimony.ref, []).append(row)
    if not texts:
        raise NothingToExport
    record(kind="codes-exported", subject=organisation.ref, by=by.ref, now=now, facts={"testimonies": sorted(texts)})
    return write_qdpx(
        Project(
            name=organisation.name,
            origin="Firsthand",
            made_at=now,
            coders=_coders(row for rows_of in texts.values() for row in rows_of),
            codebook=_codebook(),
            texts=tuple(_text(ref, rows_of) for ref, rows_of in texts.items()),
        )
    )


def _text(ref: str, rows: list[Highlight]) -> CodedText:
    """A testimony with its codes on the whole of it: where they stand would say how much was said of what."""
    marked = tuple(
        Marked(guid=row.guid, code=_id("code", row.code.list, row.code.value), coder=_id("coder", row.coder.ref), made_at=row.made_at)
        for row in rows
    )
    return CodedText(guid=_id("testimony", ref), name=ref, text=_SEALED, marked=marked)


def _coders(rows: Iterable[Highlight]) -> tuple[Coder, ...]:
    """Who coded, by number: the file goes where nobody needs to know their names."""
    refs = sorted({row.coder.ref for row in rows})
    return tuple(Coder(guid=_id("coder", ref), name=f"Coder {number}") for number, ref in enumerate(refs, start=1))


def _codebook() -> tuple[CodeGroup, ...]:
    lists: dict[str, list[QdaCode]] = {}
    for row in Code.objects.all():
        lists.setdefault(row.list, []).append(QdaCode(guid=_id("code", row.list, row.value), name=row.label, description=row.value))
    named = dict(Code.List.choices)
    return tuple(CodeGroup(guid=_id("list", key), name=str(named.get(key, key)), codes=tuple(codes)) for key, codes in lists.items())


def _id(*what: str) -> uuid.UUID:
    return uuid.uuid5(_OURS, "/".join(what))
