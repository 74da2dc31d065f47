"""Importing a matrix: all of it or nothing, and nothing the second time.

What a later file prints differently is never overwritten in silence. A position is added to the history. A text becomes the current one and
the text before it stays beside it, with the day and the file that replaced it. Classifications follow the latest file. Comments are added.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Prefetch

from firsthand.commitments.actions.comparing import Comparison, compare
from firsthand.commitments.actions.writing import write
from firsthand.commitments.matrix import Matrix, read_matrix
from firsthand.commitments.models import Commitment, MatrixFile, Position
from firsthand.commitments.queries import may_import
from firsthand.commitments.territories import is_code, name_of
from firsthand.core.refusal import NotNow, NotPermitted, NotValid
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person

_LONGEST_SESSION = 20


class StateUnknown(NotValid):
    code = "state-unknown"
    sentence = "“{given}” is not the two-letter code of a State (ISO 3166-1, such as SI)."


class SessionMissing(NotValid):
    code = "session-missing"
    sentence = "Say in which session the State was reviewed, such as 48 (at most 20 characters)."


class MatrixOfAnother(NotValid):
    code = "matrix-of-another"
    sentence = "The file calls itself “{title}”; that is not {state}, session {session}."


class MatrixElsewhere(NotNow):
    code = "matrix-elsewhere"
    sentence = "{symbol} is already in the register as {state}, session {session}. Import it there."


class RegisterBusy(NotNow):
    code = "register-busy"
    sentence = "Someone else imported into the same session at this moment. Nothing was written; try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or in a dry run would do. Each commitment counts once, in the first three.

    `repositioned`, `reclassified`, `remarked` and `refiled` say what changed in the changed ones; `reworded` lists the numbers whose text
    the file prints differently. `absent` counts commitments of this session that the file does not print and that stay.
    """

    added: int
    changed: int
    left: int
    absent: int
    repositioned: int
    reclassified: int
    remarked: int
    refiled: int
    reworded: tuple[str, ...]
    title: str
    sha256: str
    was_written: bool


def import_matrix(
    *, data: bytes, state: str, session: str, by: Person | None, now: datetime, dry_run: bool = False, language: str = "en"
) -> ImportReport:
    """Bring a matrix of recommendations into the register, in one transaction with one row of the ledger.

    `by` is None only for the operator at the command line. A file that brings nothing new leaves no trace at all.

    Raises:
        NotPermitted: the person may not import.
        MatrixRefused: the file cannot be read; every problem is listed with its row.
        StateUnknown, SessionMissing, MatrixOfAnother, MatrixElsewhere: it does not go where it was told to go.
        RegisterBusy: another import won.

    """
    if by is not None and not may_import(by):
        raise NotPermitted
    state, session = state.strip().upper(), session.strip()
    if not is_code(state):
        raise StateUnknown(given=state[:10])
    if not session or len(session) > _LONGEST_SESSION:
        raise SessionMissing
    matrix = read_matrix(data)
    _check_place(matrix, state, session)
    sha256 = hashlib.sha256(data).hexdigest()
    if dry_run:
        return _report(_compare(matrix, state, session), matrix, sha256, was_written=False)
    try:
        with transaction.atomic():
            found = _compare(matrix, state, session)
            is_news = bool(found.new or found.changed)
            if is_news:
                file = MatrixFile.objects.create(
                    sha256=sha256,
                    title=matrix.title,
                    state=state,
                    session=session,
                    added=len(found.new),
                    changed=len(found.changed),
                    left=found.left,
                    imported_on=now.date(),
                    imported_by=by,
                )
                write(found, file=file, document_symbol=matrix.document_symbol, language=language)
                facts: dict[str, object] = {"state": state, "session": session, "sha256": sha256}
                facts |= {"added": file.added, "changed": file.changed, "left": file.left}
                record(kind="matrix-imported", subject=file.ref, by=by.ref if by else "", now=now, facts=facts)
    except IntegrityError as reason:
        raise RegisterBusy from reason
    return _report(found, matrix, sha256, was_written=is_news)


def _check_place(matrix: Matrix, state: str, session: str) -> None:
    """Refuse a file that says itself that it is another State's or session's, and one whose report stands elsewhere in the register."""
    if matrix.state not in ("", state) or matrix.session not in ("", session):
        raise MatrixOfAnother(title=matrix.title, state=name_of(state, "en"), session=session)
    if matrix.document_symbol:
        elsewhere = Commitment.objects.filter(document_symbol=matrix.document_symbol).exclude(state=state, session=session)
        found = elsewhere.order_by("pk").values("state", "session").first()
        if found:
            raise MatrixElsewhere(symbol=matrix.document_symbol, state=name_of(found["state"], "en"), session=found["session"])


def _compare(matrix: Matrix, state: str, session: str) -> Comparison:
    latest = Prefetch("positions", queryset=Position.objects.filter(is_latest=True))
    stored = Commitment.objects.filter(mechanism=Commitment.Mechanism.UPR, state=state, session=session)
    return compare(matrix, stored.prefetch_related(latest, "themes", "remarks"))


def _report(found: Comparison, matrix: Matrix, sha256: str, *, was_written: bool) -> ImportReport:
    return ImportReport(
        added=len(found.new),
        changed=len(found.changed),
        left=found.left,
        absent=found.absent,
        repositioned=sum(difference.is_repositioned for difference in found.changed),
        reclassified=sum(difference.is_reclassified for difference in found.changed),
        remarked=sum(difference.has_remark for difference in found.changed),
        refiled=sum(difference.is_refiled for difference in found.changed),
        reworded=tuple(f"{difference.row.number}{difference.row.part}" for difference in found.changed if difference.is_reworded),
        title=matrix.title,
        sha256=sha256,
        was_written=was_written,
    )
