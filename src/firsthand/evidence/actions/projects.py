"""Marked words for other programs of qualitative research, of those who agreed that allies may have what they gave."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from firsthand.core.anchoring import find_again
from firsthand.core.consent import Audience, Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.evidence.marked import read_anchor
from firsthand.evidence.models import Code, Highlight
from firsthand.evidence.opened import read_content
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.queries.blindness import hidden_from
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.foundation.vault.opening import open_item
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.render.qdpx import CodedText, CodeGroup, Coder, Marked, Project, QdaCode, write_qdpx

_OURS = uuid.UUID("b7f7d3a0-52f1-5c86-9a43-0d1f5a0c9e11")
_SEALED = "The words of this testimony are sealed. What stands here is which codes are on it.\n"

Placed = Callable[[list[Highlight]], tuple[str, list[tuple[int, int] | None]]]


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
    return _export(organisation_id, by, now, placed=lambda rows: (_SEALED, [None for _ in rows]), with_words=False)


@transaction.atomic
def export_with_words(*, organisation_id: int, with_key: UnlockedTeam, by: Person, now: datetime) -> Hidden[bytes]:
    """The same with the words and where each mark stands. It holds words: whoever asked for it must seal it before it goes anywhere.

    Raises:
        NotFound, NothingToExport: as `export_codes`.
        NotPermitted: the key is another team's.
    """

    def placed(rows: list[Highlight]) -> tuple[str, list[tuple[int, int] | None]]:
        testimony = rows[0].testimony
        if with_key.team_id != testimony.door.team_id:
            raise NotPermitted
        words = read_content(open_item(testimony.item, with_key=with_key)).words.reveal()
        text = _lines(words)
        return text, [_place(words, row, with_key) for row in rows]

    return Hidden(_export(organisation_id, by, now, placed=placed, with_words=True))


def _export(organisation_id: int, by: Person, now: datetime, *, placed: Placed, with_words: bool) -> bytes:
    if organisation_id not in organisations_where(by, *TEAM):
        raise NotFound
    organisation = Organisation.objects.get(pk=organisation_id)
    rows = Highlight.objects.filter(testimony__door__team__owner=organisation.ref, testimony__withdrawn_at=None)
    rows = rows.exclude(testimony__in=hidden_from(by)).order_by("testimony__ref", "made_at", "pk")
    listed = tuple(rows.select_related("code", "coder", "item", "testimony__item", "testimony__door"))
    hold_grants({row.testimony.ref for row in listed})
    allowed = subjects_allowing({row.testimony.ref for row in listed}, use=Use.ALLY, audience=Audience.NETWORK, now=now)
    texts: dict[str, list[Highlight]] = {}
    for row in listed:
        if row.testimony.ref in allowed:
            texts.setdefault(row.testimony.ref, []).append(row)
    if not texts:
        raise NothingToExport
    record(
        kind="codes-exported",
        subject=organisation.ref,
        by=by.ref,
        now=now,
        facts={"testimonies": sorted(texts), "words": with_words},
    )
    return write_qdpx(
        Project(
            name=organisation.name,
            origin="Firsthand",
            made_at=now,
            coders=_coders(row for rows_of in texts.values() for row in rows_of),
            codebook=_codebook(),
            texts=tuple(_text(ref, rows_of, placed) for ref, rows_of in texts.items()),
        )
    )


def _text(ref: str, rows: list[Highlight], placed: Placed) -> CodedText:
    text, places = placed(rows)
    marked = tuple(
        Marked(
            guid=row.guid,
            code=_id("code", row.code.list, row.code.value),
            coder=_id("coder", row.coder.ref),
            made_at=row.made_at,
            start=place[0] if place else None,
            end=place[1] if place else None,
        )
        for row, place in zip(rows, places, strict=True)
    )
    return CodedText(guid=_id("testimony", ref), name=ref, text=text, marked=marked)


def _place(words: str, row: Highlight, with_key: UnlockedTeam) -> tuple[int, int] | None:
    found = find_again(words, read_anchor(open_item(row.item, with_key=with_key)).reveal())
    return (len(_lines(words[: found.span.start])), len(_lines(words[: found.span.end]))) if found else None


def _lines(text: str) -> str:
    """With line feeds only, as programs that read the file count its characters."""
    return text.replace("\r\n", "\n")


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
