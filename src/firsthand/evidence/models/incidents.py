"""Incidents, and what each testimony tells of them.

An incident is what happened, once. Everything that is known of it stands on the side of a testimony that tells it: when and where, what
was done to whom and by whom, what was done about it. So a withdrawal deletes one testimony's side and nothing else, in any order, and
two testimonies that contradict each other both stand.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.evidence.models.areas import Area
from firsthand.evidence.models.codes import Code
from firsthand.foundation.people.models import Organisation, Person
from firsthand.intake.models import Giver, Testimony


def incident_ref() -> str:
    return mint(Kind.INCIDENT, secrets.randbelow)


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    ABOUT = "about", _("about")


class AsTold(models.Model):
    """When, where and under what law: as one testimony tells it, or as it is settled from all that tell it."""

    happened_on = models.DateField(null=True, help_text="the first day of the period that the precision names")
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.YEAR)
    country = models.CharField(max_length=2, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    place_type = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    legal_setting = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Incident(AsTold):
    """What happened, apart from who told it. Its day and place are settled from the testimonies that stand (`core.coding.settling`)."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when the last testimony that tells of it is withdrawn"

    ref = models.CharField(max_length=9, unique=True, default=incident_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "country", "area", "happened_on"], name="incident_in_its_block"),
            models.Index(fields=["organisation", "happened_on"], name="incident_by_day"),
        ]


class Information(AsTold):
    """That a testimony tells of an incident, and how: its own account of when and where, and how far it may be relied on.

    `codebook` is the number of the codebook's version that it was coded with, 0 for one from before versions were kept.
    """

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    class Connection(models.TextChoices):
        VICTIM = "victim", _("It happened to them")
        WITNESS = "witness", _("They saw it")
        CLOSE = "close", _("They know the person well")
        HEARD = "heard", _("They heard of it")
        SERVICE = "service", _("They helped afterwards")

    class Reliability(models.TextChoices):
        NOT_JUDGED = "not-judged", _("Not judged")
        BORNE_OUT = "borne-out", _("Something else bears it out")
        UNSURE = "unsure", _("They were unsure of details")
        SECOND_HAND = "second-hand", _("It reached them through others")

    class Confidentiality(models.TextChoices):
        AS_AGREED = "as-agreed", _("Used as they agreed")
        TEAM = "team", _("For the team only: not counted, not shared")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="informations")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="informations")
    connection = models.CharField(max_length=10, choices=Connection, default=Connection.VICTIM)
    reliability = models.CharField(max_length=12, choices=Reliability, default=Reliability.NOT_JUDGED)
    confidentiality = models.CharField(max_length=10, choices=Confidentiality, default=Confidentiality.AS_AGREED)
    coded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coded_at = models.DateTimeField()
    codebook = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "testimony"], name="incident_is_told_once_by_a_testimony")]


class Affected(models.Model):
    """Somebody to whom something was done in an incident: a number, never a name.

    `giver` is set while the giver of a testimony that stands is this person.
    """

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with the last testimony that tells of them"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="affected")
    giver = models.ForeignKey(Giver, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "giver"], condition=Q(giver__isnull=False), name="giver_is_affected_once")
        ]


class Mention(models.Model):
    """That a testimony tells of somebody affected. `number` is 0 for its giver and counts the others as it tells of them."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its information"

    class Age(models.TextChoices):
        UNDER_18 = "under-18", _("under 18")
        FROM_18 = "18-24", _("18 to 24")
        FROM_25 = "25-34", _("25 to 34")
        FROM_35 = "35-49", _("35 to 49")
        FROM_50 = "50-over", _("50 and over")

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="mentions")
    affected = models.ForeignKey(Affected, on_delete=models.CASCADE, related_name="mentions")
    number = models.PositiveSmallIntegerField(default=0)
    age = models.CharField(max_length=10, choices=Age, blank=True, help_text="at the time, in bands; never a birth date")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["information", "number"], name="mention_number_is_once"),
            models.UniqueConstraint(fields=["information", "affected"], name="mention_is_of_one_person_once"),
        ]


class Act(models.Model):
    """One thing done to one person, as one testimony tells it. The same thing told twice is two rows and counts as one act."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its information"

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="acts")
    affected = models.ForeignKey(Affected, on_delete=models.CASCADE, related_name="acts")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["information", "affected", "code"], name="act_is_coded_once")]


class Involvement(models.Model):
    """Who took part, by kind, never by name. Without an act: in the incident, and it was not told who did which."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its information"

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="involvements")
    act = models.ForeignKey(Act, on_delete=models.CASCADE, null=True, related_name="involvements")
    perpetrator = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "perpetrator"], condition=Q(act__isnull=False), name="involvement_in_act_is_once"),
            models.UniqueConstraint(fields=["information", "perpetrator"], condition=Q(act__isnull=True), name="involvement_is_coded_once"),
        ]


class Intervention(models.Model):
    """What somebody did about an incident, and what came of it, as one testimony tells it."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its information"

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="interventions")
    what = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    whose = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["information", "what", "whose"], condition=Q(whose__isnull=False), name="intervention_is_coded_once"
            ),
            models.UniqueConstraint(
                fields=["information", "what"], condition=Q(whose__isnull=True), name="intervention_of_nobody_is_coded_once"
            ),
        ]


class Chain(models.Model):
    """That one incident belongs to another, as one testimony tells it."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    class Link(models.TextChoices):
        LED_TO = "led-to", _("led to")
        PART_OF = "part-of", _("was part of")
        IN_RETURN = "in-return", _("was answered by")

    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="chains")
    first = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="chains")
    then = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="chains_to")
    link = models.CharField(max_length=10, choices=Link)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["testimony", "first", "then"], name="chain_is_told_once"),
            models.CheckConstraint(condition=~Q(first=F("then")), name="chain_leads_elsewhere"),
        ]
