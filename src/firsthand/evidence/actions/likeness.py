"""Whether two testimonies tell of one incident: suggested, and decided by a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from firsthand.core.coding.likeness import most_alike
from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.evidence.actions.batches import close_batches_counting
from firsthand.evidence.actions.telling import settle_incidents
from firsthand.evidence.models import Act, Affected, Batch, Chain, Incident, Information, Likeness, Mention
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.queries.likeness import block_of, sketch_of
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake.models import Testimony


class OneTestimonyTellsBoth(NotNow):
    code = "one-testimony-tells-both"
    sentence = "One testimony tells of both as two incidents. Code it anew first, if they are one."


class PeopleMixedUp(NotValid):
    code = "people-mixed-up"
    sentence = "One testimony tells of two different people here; they cannot be the same person."


def look_for_alike(information: Information) -> None:
    """Suggest the accounts most like this one, in place of those suggested before. What was decided stays and is not asked again.

    A step of coding, inside its transaction.
    """
    Likeness.objects.filter(Q(first=information) | Q(second=information), verdict=Likeness.Verdict.WAITING).delete()
    row = Information.objects.select_related("incident").prefetch_related("acts__code").get(pk=information.pk)
    found = most_alike(sketch_of(row), block_of(row))
    incident_of = dict(Information.objects.filter(pk__in=[pk for pk, _ in found]).values_list("pk", "incident_id"))
    answered = _decided_apart(row.incident_id, incident_of.values())
    new = [
        Likeness(first_id=min(row.pk, pk), second_id=max(row.pk, pk), score=likeness.score)
        for pk, likeness in found
        if incident_of[pk] not in answered
    ]
    Likeness.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def decide_likeness(*, likeness_id: int, is_same: bool, same_people: Mapping[int, int], by: Person, now: datetime) -> str:
    """Say whether two accounts are of one incident, and return the Ref of the first account's incident.

    If they are one, both tell of one incident from now on, and it counts once. `same_people` says who of the second account's incident
    is who of the first's, by id; everybody else stays a person of their own.

    Raises:
        NotFound: there is no such pair waiting, this person is not of the team, or somebody named is not of these incidents.
        OneTestimonyTellsBoth, PeopleMixedUp: it cannot be so.
    """
    mine = organisations_where(by, *TEAM)
    rows = Likeness.objects.filter(pk=likeness_id, verdict=Likeness.Verdict.WAITING, first__incident__organisation__in=mine)
    row = rows.select_for_update(of=("self",)).select_related("first__incident", "second__incident").first()
    if row is None:
        raise NotFound
    kept, gone = row.first.incident, row.second.incident
    kind = "incidents-joined" if is_same else "incidents-apart"
    record(kind=kind, subject=kept.ref, by=by.ref, now=now, facts={"with": gone.ref})
    verdict = Likeness.Verdict.SAME if is_same else Likeness.Verdict.APART
    Likeness.objects.filter(pk=row.pk).update(verdict=verdict, decided_by=by, decided_at=now)
    if is_same and kept.pk != gone.pk:
        _join(kept, gone, same_people, now=now)
    elif not is_same:
        _between(kept.pk, gone.pk).filter(verdict=Likeness.Verdict.WAITING).delete()
    return kept.ref


def _join(kept: Incident, gone: Incident, same_people: Mapping[int, int], *, now: datetime) -> None:
    told = Information.objects.filter(incident__in=(kept, gone))
    testimonies = tuple(Testimony.objects.filter(informations__in=told).distinct())
    if len(testimonies) < told.count():
        raise OneTestimonyTellsBoth
    for theirs, ours in _same_people(kept, gone, same_people).items():
        Act.objects.filter(affected=theirs).update(affected=ours)
        Mention.objects.filter(affected=theirs).update(affected=ours)
        giver = Affected.objects.filter(pk=theirs, giver__isnull=False).values_list("giver_id", flat=True).first()
        Affected.objects.filter(pk=theirs).update(giver=None)
        if giver:
            Affected.objects.filter(pk=ours).update(giver=giver)
    Affected.objects.filter(incident=gone).exclude(mentions=None).update(incident=kept)
    Information.objects.filter(incident=gone).update(incident=kept)
    _move_chains(kept, gone)
    waiting = _between(kept.pk, kept.pk).filter(verdict=Likeness.Verdict.WAITING)
    waiting.delete()
    settle_incidents([kept.pk, gone.pk])
    for testimony in testimonies:
        close_batches_counting(testimony, because=Batch.Ending.CODED_ANEW, now=now)


def _same_people(kept: Incident, gone: Incident, said: Mapping[int, int]) -> dict[int, int]:
    """Who of the incident that goes is who of the one that stays: as it was said, and a giver of both is one person anyway."""
    theirs, ours = ({row.pk: row.giver_id for row in incident.affected.all()} for incident in (gone, kept))
    known = {giver: pk for pk, giver in ours.items() if giver}
    same = {pk: known[giver] for pk, giver in theirs.items() if giver in known}
    same = {**{int(one): int(other) for one, other in said.items()}, **same}
    if not (same.keys() <= theirs.keys() and set(same.values()) <= ours.keys()):
        raise NotFound
    if len(set(same.values())) < len(same) or any(
        theirs[one] and ours[other] and theirs[one] != ours[other] for one, other in same.items()
    ):
        raise PeopleMixedUp
    return same


def _move_chains(kept: Incident, gone: Incident) -> None:
    Chain.objects.filter(Q(first=kept, then=gone) | Q(first=gone, then=kept)).delete()
    for row in Chain.objects.filter(Q(first=gone) | Q(then=gone)):
        first, then = (kept.pk if each == gone.pk else each for each in (row.first_id, row.then_id))
        Chain.objects.update_or_create(testimony_id=row.testimony_id, first_id=first, then_id=then, defaults={"link": row.link})
        row.delete()


def _between(one: int, other: int) -> QuerySet[Likeness]:
    return Likeness.objects.filter(Q(first__incident=one, second__incident=other) | Q(first__incident=other, second__incident=one))


def _decided_apart(incident: int, others: Collection[int]) -> frozenset[int]:
    """Those of these incidents of which somebody said already that they are not this one."""
    rows = Likeness.objects.filter(verdict=Likeness.Verdict.APART)
    forward = rows.filter(first__incident=incident, second__incident__in=others).values_list("second__incident", flat=True)
    backward = rows.filter(second__incident=incident, first__incident__in=others).values_list("first__incident", flat=True)
    return frozenset(forward) | frozenset(backward)
