"""Storing what one testimony tells of one incident, and keeping the incident to what the testimonies that stand tell of it.

These are steps of other actions, inside their transaction and after their row in the ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F

from firsthand.core.coding.settling import Account, settle
from firsthand.core.refusal import NotValid
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Act, Affected, Area, Code, Incident, Information, Intervention, Involvement, Mention
from firsthand.evidence.queries.codebook import latest_version
from firsthand.foundation.people.models import Person

Found = dict[tuple[str, str], Code]


class NothingCoded(NotValid):
    code = "nothing-coded"
    sentence = "Choose at least one thing that happened."


class CodeUnknown(NotValid):
    code = "code-unknown"
    sentence = "The codebook has no such code, or it is no longer in use."


class AreaUnknown(NotValid):
    code = "area-unknown"
    sentence = "This country has no such area on the list of areas."


def codes_of(coding: Coding, *, standing: Collection[int] = ()) -> Found:
    """The rows behind a coding, by list and value. `standing` are ids of codes that it carries already: a retired one may stay.

    Raises:
        NothingCoded, CodeUnknown: no act, or one of the codes is not there.
    """
    done = coding.done()
    if not done:
        raise NothingCoded
    wanted = {
        *((Code.List.ACT.value, act) for _, act in done),
        *((Code.List.PERPETRATOR.value, value) for value in coding.perpetrators.union(*done.values())),
        (Code.List.PLACE_TYPE.value, coding.place_type),
        (Code.List.LEGAL_SETTING.value, coding.legal_setting),
        *((Code.List.INTERVENTION.value, each.what) for each in coding.responses),
        *((Code.List.INTERVENER.value, each.whose) for each in coding.responses),
        *((Code.List.OUTCOME.value, each.outcome) for each in coding.responses),
    }
    rows = Code.objects.filter(value__in={value for _, value in wanted})
    codes = {(row.list, row.value): row for row in rows if row.retired_on is None or row.pk in standing}
    if not {each for each in wanted if each[1]} <= codes.keys():
        raise CodeUnknown
    return codes


def area_of(coding: Coding) -> Area | None:
    """The area that a coding names.

    Raises:
        AreaUnknown: its country has none of that name.
    """
    if not coding.area:
        return None
    row = Area.objects.filter(country=coding.country, value=coding.area).first()
    if row is None:
        raise AreaUnknown
    return row


def account_of(coding: Coding, codes: Found, area: Area | None) -> dict[str, Any]:
    """The columns of `AsTold` for a coding."""
    return {
        "happened_on": coding.when.first_day,
        "precision": coding.when.precision,
        "country": coding.country,
        "area": area,
        "place_type": codes.get((Code.List.PLACE_TYPE, coding.place_type)),
        "legal_setting": codes.get((Code.List.LEGAL_SETTING, coding.legal_setting)),
    }


def store_telling(information: Information, coding: Coding, codes: Found, *, by: Person, now: datetime) -> None:
    """Make this coding what the testimony tells of the incident: whatever it told of it before is gone.

    Someone else whom it tells of stays the person they were found to be, as long as the number stays.
    """
    information.acts.all().delete()
    information.involvements.all().delete()
    information.interventions.all().delete()
    affected = _people(information, coding)
    acts = {
        (to, act): Act(information=information, affected=affected[to], code=codes[Code.List.ACT, act]) for to, act in sorted(coding.done())
    }
    Act.objects.bulk_create(acts.values())
    who = [(acts[key], value) for key, perpetrators in coding.done().items() for value in sorted(perpetrators)]
    Involvement.objects.bulk_create(
        Involvement(information=information, act=act, perpetrator=codes[Code.List.PERPETRATOR, value])
        for act, value in [*who, *((None, value) for value in sorted(coding.perpetrators))]
    )
    Intervention.objects.bulk_create(
        Intervention(
            information=information,
            what=codes[Code.List.INTERVENTION, each.what],
            whose=codes.get((Code.List.INTERVENER, each.whose)),
            outcome=codes.get((Code.List.OUTCOME, each.outcome)),
        )
        for each in sorted(coding.responses, key=lambda each: (each.what, each.whose))
    )
    Information.objects.filter(pk=information.pk).update(
        codebook=latest_version(),
        connection=coding.connection,
        reliability=coding.reliability,
        confidentiality=coding.confidentiality,
        coded_by=by,
        coded_at=now,
        **account_of(coding, codes, area_of(coding)),
    )


def _people(information: Information, coding: Coding) -> dict[int, Affected]:
    """Whom each number of the coding means, with their ages kept; mentions that are not needed any more go."""
    ages = dict(coding.ages)
    before = {row.number: row for row in information.mentions.select_related("affected")}
    gone = before.keys() - set(coding.people())
    information.mentions.filter(number__in=gone).delete()
    found = {}
    for number in coding.people():
        row = before.get(number)
        if row is None:
            row = Mention(information=information, affected=_somebody(information, number), number=number)
        row.age = ages.get(number, "")
        row.save()
        found[number] = row.affected
    return found


def _somebody(information: Information, number: int) -> Affected:
    if number:
        return Affected.objects.create(incident_id=information.incident_id)
    giver = information.testimony.giver
    row, _ = Affected.objects.get_or_create(incident_id=information.incident_id, giver=giver)
    return row


def settle_incidents(ids: Collection[int]) -> None:
    """Delete what no testimony tells any more, and settle what the others make of these incidents. The same for any order of leaving."""
    Incident.objects.filter(pk__in=ids, informations=None).delete()
    rows = tuple(Incident.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    Affected.objects.filter(incident__in=rows, mentions=None).delete()
    known = Affected.objects.filter(incident__in=rows, giver=F("mentions__information__testimony__giver"), mentions__number=0)
    Affected.objects.filter(incident__in=rows, giver__isnull=False).exclude(pk__in=known.values("pk")).update(giver=None)
    told: dict[int, list[Account]] = {row.pk: [] for row in rows}
    for each in Information.objects.filter(incident__in=rows).order_by("pk"):
        told[each.incident_id].append(_account(each))
    for row in rows:
        settled = settle(told[row.pk])
        if settled != _account(row):
            Incident.objects.filter(pk=row.pk).update(
                happened_on=settled.happened_on,
                precision=settled.precision,
                country=settled.country,
                area_id=settled.area,
                place_type_id=settled.place_type,
                legal_setting_id=settled.legal_setting,
            )


def _account(row: Incident | Information) -> Account:
    return Account(
        happened_on=row.happened_on,
        precision=row.precision,
        country=row.country,
        area=row.area_id,
        place_type=row.place_type_id,
        legal_setting=row.legal_setting_id,
    )
