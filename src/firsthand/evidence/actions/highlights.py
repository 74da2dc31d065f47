"""Marking words of a testimony with a code. Which words were marked is sealed like the words themselves."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from firsthand.core.anchoring import Span, anchor_at, anchor_to_json
from firsthand.core.refusal import NotFound, NotPermitted, NotValid
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.actions.telling import CodeUnknown
from firsthand.evidence.marked import Mark, read_anchor
from firsthand.evidence.models import Code, Highlight
from firsthand.evidence.opened import read_content
from firsthand.evidence.queries.highlights import marks_shown_to
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.opening import open_item
from firsthand.foundation.vault.sealing import seal_item
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.models import Testimony

MOST = 300


class TooManyMarks(NotValid):
    code = "too-many-marks"
    sentence = "This testimony has {most} marks already. Take some off before you add others."


@transaction.atomic
def mark_words(*, testimony_ref: str, span: Span, code: str, with_key: UnlockedTeam, by: Person, now: datetime) -> None:
    """Put a code (`list=value`) on words of a testimony. What is kept in the open is the code, who put it there and when.

    Raises:
        NotFound, TestimonyWithdrawn: this person cannot work on this testimony.
        SpanOutside: there are no such words in it.
        CodeUnknown: the codebook has no such code, or it is no longer in use.
        TooManyMarks: it has as many as can be opened while one waits.
    """
    testimony = _own(testimony_ref, with_key, by)
    name, _separator, value = code.partition("=")
    row = Code.objects.filter(list=name, value=value, retired_on=None).first()
    if row is None:
        raise CodeUnknown
    if Highlight.objects.filter(testimony=testimony).count() >= MOST:
        raise TooManyMarks(most=MOST)
    words = read_content(open_item(testimony.item, with_key=with_key)).words
    anchor = anchor_at(words.reveal(), span)
    item = seal_item(team=testimony.door.team, kind="highlight", content=json.dumps(anchor_to_json(anchor)).encode())
    Highlight.objects.create(testimony=testimony, item=item, code=row, coder=by, made_at=now)
    record(kind="words-marked", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def take_mark_off(*, testimony_ref: str, mark: str, by: Person, now: datetime) -> None:
    """Take off a mark of one's own; its key is destroyed with it.

    Raises:
        NotFound: there is no such mark of this person's.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    row = Highlight.objects.filter(testimony=testimony, guid=mark, coder=by).select_related("item").first()
    if row is None:
        raise NotFound
    _forget([row], by=by.ref, now=now)
    record(kind="mark-taken-off", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def open_marks(*, testimony_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> tuple[Mark, ...]:  # noqa: ARG001 -- with the words
    """The marks of a testimony that this person may see, with where they are; written down together with the opening of the words.

    Raises:
        NotFound, TestimonyWithdrawn: this person cannot work on this testimony.
    """
    testimony = _own(testimony_ref, with_key, by)
    return tuple(
        Mark(
            guid=row.guid,
            code=f"{row.code.list}={row.code.value}",
            label=row.code.label,
            coder=row.coder.username,
            is_mine=row.coder_id == by.pk,
            made_at=row.made_at,
            anchor=read_anchor(open_item(row.item, with_key=with_key)),
        )
        for row in marks_shown_to(by, testimony)
    )


@transaction.atomic
def forget_marks(*, testimony: Testimony, by: str, now: datetime) -> int:
    """Destroy every mark of a testimony; how many there were."""
    return _forget(list(Highlight.objects.filter(testimony=testimony).select_related("item")), by=by, now=now)


def _forget(rows: list[Highlight], *, by: str, now: datetime) -> int:
    for row in rows:
        destroy_key(item_ref=row.item.ref, by=by, now=now)
    Highlight.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _own(ref: str, with_key: UnlockedTeam, by: Person) -> Testimony:
    testimony = testimony_to_work_on(ref, by=by)
    if with_key.team_id != testimony.door.team_id:
        raise NotPermitted
    return testimony
