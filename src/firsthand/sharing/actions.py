"""Writing, signing and ending a protocol; handing over under it; telling recipients that consent ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.evidence.queries import cases_to_share, figures_to_share
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.sharing.fields import AGGREGATE_FIELDS, CASE_FIELDS, Row, case_number, case_rows, figure_rows
from firsthand.sharing.models import Case, Export, Protocol, Recall, Signature, export_ref
from firsthand.sharing.queries import exports_holding, is_live, protocols_of
from firsthand.sharing.writing import FORMATS, packed, write_rows

REFERRALS = frozenset({Use.LEGAL_REFERRAL, Use.ALLY})
_DAYS = {Protocol.Schedule.MONTHLY: 28, Protocol.Schedule.QUARTERLY: 84}


class ProtocolNotValid(NotValid):
    code = "protocol-not-valid"
    sentence = "A protocol needs another organisation as its recipient, a purpose, fields of its level, and an end within three years."


class CaseNeedsReferral(NotValid):
    code = "case-needs-referral"
    sentence = "Cases are shared only for legal help or with an ally, because those are what givers are asked about."


class ProtocolNotLive(NotNow):
    code = "protocol-not-live"
    sentence = "Nothing may be handed over: the protocol is not signed by both parties, was ended, or has run out."


class SharedAlready(NotNow):
    code = "shared-already"
    sentence = "The protocol does not allow another handing over yet."


class NothingToShare(NotNow):
    code = "nothing-to-share"
    sentence = "There is nothing that may be shared: nobody agreed to it, or no figure was let through."


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a protocol says, before it is signed."""

    recipient_ref: str
    purpose: str
    level: str
    use: Use
    fields: tuple[str, ...]
    schedule: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A file for the recipient. It is not kept here."""

    ref: str
    name: str
    data: bytes
    rows: int


@transaction.atomic
def write_protocol(*, holder_id: int, terms: Terms, by: Person, now: datetime) -> str:
    """Write down what is to be signed, with `by` as its lead; its Ref is returned. Nothing may be handed over before both signed.

    Raises:
        NotFound: this person does not coordinate the holder.
        ProtocolNotValid, CaseNeedsReferral: the terms are not right.
    """
    if holder_id not in organisations_where(by, Role.Name.COORDINATOR):
        raise NotFound
    recipient = Organisation.objects.filter(ref=terms.recipient_ref, is_active=True).exclude(pk=holder_id).first()
    known = CASE_FIELDS if terms.level == Protocol.Level.CASE else AGGREGATE_FIELDS
    is_right = terms.level in Protocol.Level.values and terms.schedule in Protocol.Schedule.values and terms.purpose.strip()
    is_dated = now.date() < terms.until <= now.date() + timedelta(days=3 * 366)
    if recipient is None or not is_right or not is_dated or not terms.fields or set(terms.fields) - known.keys():
        raise ProtocolNotValid
    if terms.level == Protocol.Level.CASE and terms.use not in REFERRALS:
        raise CaseNeedsReferral
    row = Protocol.objects.create(
        holder_id=holder_id,
        recipient=recipient,
        lead=by,
        purpose=terms.purpose.strip(),
        level=terms.level,
        use=terms.use if terms.level == Protocol.Level.CASE else Use.STATISTICS,
        fields=[name for name in known if name in terms.fields],
        schedule=terms.schedule,
        written_on=now.date(),
        until=terms.until,
    )
    record(kind="protocol-written", subject=row.ref, by=by.ref, now=now, facts={"recipient": recipient.ref, "level": row.level})
    return row.ref


@transaction.atomic
def sign_protocol(*, ref: str, by: Person, now: datetime) -> None:
    """Sign for each party that this person coordinates and that has not signed. Signing again changes nothing.

    Raises:
        NotFound: they coordinate neither party.
        ProtocolNotLive: it was ended or ran out.
    """
    row = _locked(ref, by)
    if row.ended_on is not None or now.date() >= row.until:
        raise ProtocolNotLive
    mine = organisations_where(by, Role.Name.COORDINATOR)
    signed = {each.organisation_id for each in row.signatures.all()}
    for party in ({row.holder_id, row.recipient_id} & mine) - signed:
        Signature.objects.create(protocol=row, organisation_id=party, person=by, signed_on=now.date())
        record(kind="protocol-signed", subject=ref, by=by.ref, now=now)


@transaction.atomic
def end_protocol(*, ref: str, by: Person, now: datetime) -> None:
    """End it at once; either party may. Ending again changes nothing.

    Raises:
        NotFound: this person coordinates neither party.
    """
    row = _locked(ref, by)
    if row.ended_on is None:
        Protocol.objects.filter(pk=row.pk).update(ended_on=now.date())
        record(kind="protocol-ended", subject=ref, by=by.ref, now=now)


@transaction.atomic
def hand_over(*, ref: str, file_format: str, by: Person, now: datetime) -> HandedOver:
    """Make the file that the protocol allows at this moment, and write down what was in it.

    Raises:
        NotFound, NotPermitted: this person coordinates neither party, or only the recipient.
        ProtocolNotLive, SharedAlready, NothingToShare: it may not be, or not yet.
    """
    row = _locked(ref, by)
    if row.holder_id not in organisations_where(by, Role.Name.COORDINATOR) or file_format not in FORMATS:
        raise NotPermitted
    if not is_live(row, now=now):
        raise ProtocolNotLive
    _check_schedule(row, now)
    rows, edges, subjects = _what_may_go(row, now)
    if not rows:
        raise NothingToShare
    own_ref = export_ref()
    data = write_rows(rows, fields=row.fields, file_format=file_format)
    whole, digest = packed(data, file_format=file_format, protocol=ref, export=own_ref, on=now.date(), rows=len(rows), fields=row.fields)
    export = Export.objects.create(
        ref=own_ref, protocol=row, made_by=by, made_on=now.date(), file_format=file_format, rows=len(rows), sha256=digest
    )
    Case.objects.bulk_create(Case(export=export, subject=each, case=case_number(n)) for n, each in enumerate(subjects, start=1))
    made_from = [Edge(derived=own_ref, source=edge.source, carries=edge.carries, use=edge.use) for edge in edges]
    facts: dict[str, object] = {"protocol": ref, "rows": len(rows), "sha256": digest}
    record(kind="shared", subject=own_ref, by=by.ref, now=now, facts=facts, edges=made_from)
    return HandedOver(ref=own_ref, name=f"{own_ref}.zip", data=whole, rows=len(rows))


@transaction.atomic
def note_recalls(*, subject: str, exports: Iterable[str], ended: frozenset[Use], now: datetime) -> int:
    """Put on the list who has to be told that consent for a case ended; how many exports it stands in.

    Called by a flow inside the transaction in which the consent ends.
    """
    noted = 0
    for export in exports_holding(subject, exports):
        if Use(export.protocol.use) in ended:
            case = Case.objects.filter(export=export, subject=subject).values_list("case", flat=True).get()
            _row, is_new = Recall.objects.get_or_create(export=export, subject=subject, defaults={"case": case, "since": now.date()})
            noted += is_new
    return noted


@transaction.atomic
def mark_recipient_told(*, ref: str, by: Person, now: datetime) -> int:
    """The recipient was told about everything that waited under this protocol; how many cases that were.

    Raises:
        NotFound, NotPermitted: this person coordinates neither party, or only the recipient.
    """
    row = _locked(ref, by)
    if row.holder_id not in organisations_where(by, Role.Name.COORDINATOR):
        raise NotPermitted
    told = Recall.objects.filter(export__protocol=row, told_on=None).update(told_on=now.date(), told_by=by.ref)
    if told:
        record(kind="recipient-told", subject=ref, by=by.ref, now=now, facts={"cases": told})
    return told


def _what_may_go(row: Protocol, now: datetime) -> tuple[list[Row], list[Edge], list[str]]:
    """The rows, what they are made from, and the testimonies behind them.

    Grants are held, so that none ends between the look and the file.
    """
    if row.level == Protocol.Level.AGGREGATE:
        figures = figures_to_share(row.holder)
        edges = [Edge(derived="", source=ref, carries=Carries.COUNTS) for ref in figures]
        return figure_rows(figures.values(), fields=row.fields), edges, []
    use = Use(row.use)
    hold_grants(each.ref for each in cases_to_share(row.holder, use=use, now=now))
    cases = cases_to_share(row.holder, use=use, now=now)
    edges = [Edge(derived="", source=each.ref, carries=Carries.WORDS, use=use) for each in cases]
    return case_rows(cases, fields=row.fields), edges, [each.ref for each in cases]


def _check_schedule(row: Protocol, now: datetime) -> None:
    last = row.exports.order_by("-made_on").first()
    if last is None or row.schedule == Protocol.Schedule.ON_REQUEST:
        return
    days = _DAYS.get(Protocol.Schedule(row.schedule))
    if days is None or now.date() < last.made_on + timedelta(days=days):
        raise SharedAlready


def _locked(ref: str, by: Person) -> Protocol:
    row = protocols_of(by).select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise NotFound
    return row
