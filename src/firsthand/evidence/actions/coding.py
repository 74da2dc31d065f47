"""Applying codes to a testimony. The words stay sealed; only the codes are stored."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.evidence.actions.batches import close_batches_counting
from firsthand.evidence.actions.likeness import look_for_alike
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.actions.telling import account_of, area_of, codes_of, settle_incidents, store_telling
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Batch, Chain, Incident, Information
from firsthand.evidence.queries.blindness import is_read_twice_now
from firsthand.evidence.queries.telling import codes_standing, coding_of
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person
from firsthand.intake.models import Testimony

ANOTHER = "another"
MOST_INCIDENTS = 20


class DateNotYet(NotValid):
    code = "date-not-yet"
    sentence = "This day has not come yet."


class BeingReadTwice(NotNow):
    code = "being-read-twice"
    sentence = (
        "Two people read this testimony without seeing each other's codes. It is coded when both are done and it is ruled what counts."
    )


class WhichIncident(NotValid):
    code = "which-incident"
    sentence = "This testimony tells of several incidents. Say which one you code."


class TooManyIncidents(NotNow):
    code = "too-many-incidents"
    sentence = "A testimony can tell of {most} incidents at most here. Code the rest of it as one that covers them."


class LinkNotKnown(NotValid):
    code = "link-not-known"
    sentence = "Both incidents must be told of in this testimony, and be two."


@transaction.atomic
def code_testimony(*, testimony_ref: str, coding: Coding, incident_ref: str = "", by: Person, now: datetime) -> str:
    """Store these codes as what the testimony tells of one incident, and return the incident's Ref; what it told of it before is replaced.

    Without `incident_ref` it is the only one that it tells of, or its first; with `ANOTHER` it is one more; with the Ref of an incident
    that others of the organisation's testimonies tell of, it tells of that too. What others tell of the same incident is not touched.

    Coding anew closes the batch that counted the old codes: a new figure beside its old ones would show the change, which is one
    person's. The same codes again change nothing.

    Raises:
        NotFound: there is no such testimony, this person is not of its evidence team, or there is no such incident.
        TestimonyWithdrawn: its giver took it back.
        BeingReadTwice: two people still read it for a sample.
        NothingCoded, CodeUnknown, AreaUnknown, DateNotYet, WhichIncident: what was chosen is not right.
        TooManyIncidents: it tells of as many as there may be.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    if is_read_twice_now(testimony):
        raise BeingReadTwice
    told = tuple(testimony.informations.select_related("incident").order_by("pk"))
    before = _meant(told, incident_ref)
    codes = codes_of(coding, standing=codes_standing(before) if before else ())
    on = coding.when.first_day
    if on and on > now.date():
        raise DateNotYet
    if before is not None and coding_of(before).plain() == coding.plain():
        return before.incident.ref
    if before is None and len(told) >= MOST_INCIDENTS:
        raise TooManyIncidents(most=MOST_INCIDENTS)
    account = account_of(coding, codes, area_of(coding))
    information = before or _first_telling(testimony, _incident_of(testimony, incident_ref, account), account, by, now)
    _record_coding(testimony, information, is_new=before is None, again=bool(told), by=by, now=now)
    store_telling(information, coding, codes, by=by, now=now)
    settle_incidents([information.incident_id])
    look_for_alike(information)
    if told:
        # After the ledger's row, in the order in which a withdrawal takes both, so that neither waits for the other.
        close_batches_counting(testimony, because=Batch.Ending.CODED_ANEW, now=now)
    return information.incident.ref


def check_codes(coding: Coding, *, now: datetime) -> None:
    """Refuse codes that could not be stored.

    Raises:
        NothingCoded, CodeUnknown, AreaUnknown, DateNotYet: as `code_testimony`.
    """
    codes_of(coding)
    area_of(coding)
    on = coding.when.first_day
    if on and on > now.date():
        raise DateNotYet


@transaction.atomic
def uncode_incident(*, testimony_ref: str, incident_ref: str, by: Person, now: datetime) -> None:
    """Take back that a testimony tells of an incident: it was coded by mistake. What others tell of it stays.

    Raises:
        NotFound, TestimonyWithdrawn: as `code_testimony`.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    information = _meant(tuple(testimony.informations.select_related("incident")), incident_ref)
    if information is None or not incident_ref:
        raise NotFound
    record(kind="incident-uncoded", subject=testimony_ref, by=by.ref, now=now, facts={"incident": incident_ref})
    Chain.objects.filter(testimony=testimony, first=information.incident_id).delete()
    Chain.objects.filter(testimony=testimony, then=information.incident_id).delete()
    information.delete()
    settle_incidents([information.incident_id])
    close_batches_counting(testimony, because=Batch.Ending.CODED_ANEW, now=now)


@transaction.atomic
def chain_incidents(*, testimony_ref: str, first: str, then: str, link: str, by: Person, now: datetime) -> None:
    """Store that, as this testimony tells it, one of its incidents belongs to another; what it told of the two before is replaced.

    Raises:
        NotFound, TestimonyWithdrawn: as `code_testimony`.
        LinkNotKnown: it does not tell of both, they are one, or there is no such link.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    told = {row.incident.ref: row.incident for row in testimony.informations.select_related("incident")}
    if first == then or not {first, then} <= told.keys() or link not in Chain.Link.values:
        raise LinkNotKnown
    record(kind="incidents-chained", subject=testimony_ref, by=by.ref, now=now, facts={"first": first, "then": then, "link": link})
    Chain.objects.filter(testimony=testimony, first=told[then], then=told[first]).delete()
    Chain.objects.update_or_create(testimony=testimony, first=told[first], then=told[then], defaults={"link": link})


def _meant(told: tuple[Information, ...], incident_ref: str) -> Information | None:
    """Which of its tellings is meant; None for one more."""
    if not incident_ref and len(told) > 1:
        raise WhichIncident
    return next((row for row in told if incident_ref in {"", row.incident.ref}), None)


def _incident_of(testimony: Testimony, incident_ref: str, account: dict[str, object]) -> Incident:
    """The incident that a testimony tells of from now on: a new one, or one of which others of its organisation's testimonies tell."""
    owner = Organisation.objects.get(ref=testimony.door.team.owner)
    if incident_ref in {"", ANOTHER}:
        return Incident.objects.create(organisation=owner, **account)
    found = Incident.objects.filter(ref=incident_ref, organisation=owner).first()
    if found is None:
        raise NotFound
    return found


def _first_telling(testimony: Testimony, incident: Incident, account: dict[str, object], by: Person, now: datetime) -> Information:
    return Information.objects.create(incident=incident, testimony=testimony, coded_by=by, coded_at=now, **account)


def _record_coding(testimony: Testimony, information: Information, *, is_new: bool, again: bool, by: Person, now: datetime) -> None:
    edge = Edge(derived=information.incident.ref, source=testimony.ref, carries=Carries.COUNTS)
    facts: dict[str, object] = {"again": again, "incident": information.incident.ref}
    record(kind="testimony-coded", subject=testimony.ref, by=by.ref, now=now, facts=facts, edges=[edge] if is_new else ())
