"""What a testimony tells of an incident, read back as the coding that made it."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from firsthand.evidence.coding import Coding, Deed, Response, When
from firsthand.evidence.models import Incident, Information
from firsthand.intake.models import Testimony


def tellings_of(testimony: Testimony) -> QuerySet[Information]:
    """What a testimony tells, incident by incident, with all that `coding_of` reads, and how many tell of each (`telling`); a fixed
    number of queries.
    """
    return whole(testimony.informations.order_by("pk")).annotate(telling=Count("incident__informations"))


def whole(rows: QuerySet[Information]) -> QuerySet[Information]:
    """These tellings with all that `coding_of` reads."""
    return rows.select_related("incident", "place_type", "legal_setting", "area", "coded_by").prefetch_related(
        "mentions",
        "acts__code",
        "acts__involvements__perpetrator",
        "involvements__perpetrator",
        "interventions__what",
        "interventions__whose",
        "interventions__outcome",
    )


def coding_of(row: Information) -> Coding:
    """The codes that stand for what one testimony tells of an incident, in the one way in which a coding is kept."""
    numbers = {each.affected_id: each.number for each in row.mentions.all()}
    return Coding(
        deeds=frozenset(
            Deed(
                act=act.code.value,
                perpetrators=frozenset(each.perpetrator.value for each in act.involvements.all()),
                to=numbers[act.affected_id],
            )
            for act in row.acts.all()
        ),
        perpetrators=frozenset(each.perpetrator.value for each in row.involvements.all() if each.act_id is None),
        place_type=row.place_type.value if row.place_type else "",
        legal_setting=row.legal_setting.value if row.legal_setting else "",
        country=row.country,
        area=row.area.value if row.area else "",
        when=when_of(row),
        ages=tuple((each.number, each.age) for each in row.mentions.all()),
        responses=frozenset(
            Response(
                what=each.what.value,
                whose=each.whose.value if each.whose else "",
                outcome=each.outcome.value if each.outcome else "",
            )
            for each in row.interventions.all()
        ),
        connection=row.connection,
        reliability=row.reliability,
        confidentiality=row.confidentiality,
    ).plain()


def when_of(row: Incident | Information) -> When:
    """The day of an incident, or as one testimony tells it, as far as it is known."""
    on = row.happened_on
    return When(
        year=on.year if on else None,
        month=on.month if on and row.precision in {"month", "day"} else None,
        day=on.day if on and row.precision == "day" else None,
        is_about=row.precision == "about",
    )


def codes_standing(row: Information) -> frozenset[int]:
    """The ids of the codes that a telling carries."""
    found = {
        row.place_type_id,
        row.legal_setting_id,
        *row.acts.values_list("code_id", flat=True),
        *row.involvements.values_list("perpetrator_id", flat=True),
    }
    for ids in row.interventions.values_list("what_id", "whose_id", "outcome_id"):
        found.update(ids)
    return frozenset(each for each in found if each is not None)
