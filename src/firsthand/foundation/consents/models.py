"""Grants as rows. Only a yes is stored: no row is a no."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Audience, Use
from firsthand.core.holding import Holds


class Grant(models.Model):
    """A yes to one use of one thing. A withdrawal dates the row; it is never deleted, so that the no can be proved."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept after withdrawal: Ref, use and day only"

    subject = models.CharField(max_length=9, db_index=True)
    use = models.CharField(max_length=20, choices=[(use.value, use.value) for use in Use])
    audience = models.CharField(max_length=10, choices=[(audience.value, audience.value) for audience in Audience])
    attribution = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    granted_on = models.DateField()
    until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    expired_on = models.DateField(null=True, help_text="the day on which its running out was recorded and followed")
    text_version = models.CharField(max_length=20, help_text="the wording of the question that was answered")
    text_language = models.CharField(max_length=20, blank=True, help_text="the language in which it was shown")
    limits_shown = models.CharField(max_length=30, blank=True, help_text="which text on the limits of confidence was shown before")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "use"], name="grant_by_subject_and_use")]


class ConsentText(models.Model):
    """The words of one question in one language, as they were asked. Never changed: a new sentence is a new version.

    `jurisdiction` is a country (ISO 3166-1 alpha-2) whose law asks for words of its own; empty for everywhere else.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never; an answer is worth what was asked"

    jurisdiction = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    use = models.CharField(max_length=20, choices=[(use.value, use.value) for use in Use])
    question = models.TextField()
    meaning = models.TextField()
    ending = models.TextField()
    kept_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "language", "version", "use"], name="consent_text_is_kept_once"),
        ]


class LimitsText(models.Model):
    """What an organisation must by law pass on, where the law of a country asks for words of its own. Never changed: a new text is a
    new version, and an empty one says that the organisation's general text holds there again.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never; an answer is worth what was said before it"

    owner = models.CharField(max_length=9, help_text="an organisation's Ref")
    jurisdiction = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    language = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    kept_on = models.DateField()
    checked_on = models.DateField(help_text="the day on which somebody last held it against the law")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "jurisdiction", "language", "version"], name="limits_text_is_kept_once"),
        ]


class ReAsk(models.Model):
    """A yes that ends soon, so that its giver can be asked again before it does."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept: Ref, use and days only, as proof of who was asked"

    subject = models.CharField(max_length=9, db_index=True)
    use = models.CharField(max_length=20)
    until = models.DateField()
    noticed_on = models.DateField()
    asked_on = models.DateField(null=True)
    asked_by = models.CharField(max_length=9, blank=True, help_text="a person's Ref")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "use", "until"], name="giver_is_asked_again_once")]


class Assistance(models.Model):
    """Who helped someone to give testimony and consent, on whose word, and which questions were read aloud."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept with the grants: Refs, uses and a day only"

    class Word(models.TextChoices):
        """Always the giver's own: a word that someone else gives for them is no consent."""

        SPOKEN = "own-spoken", _("Their own, spoken to me")
        WRITTEN = "own-written", _("Their own, in writing or in sign")
        INTERPRETED = "own-interpreted", _("Their own, through an interpreter who is here")

    subject = models.CharField(max_length=9, unique=True)
    assisted_by = models.CharField(max_length=9, help_text="a person's Ref")
    on_word = models.CharField(max_length=20, choices=Word)
    read_aloud = models.JSONField(default=list)
    on = models.DateField()


class KeepingRule(models.Model):
    """How long one kind of thing is kept, where a network decided other than `retention.json`. `days` None: until it is taken back."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "replaced when the network decides anew; the ledger remembers"

    kind = models.CharField(max_length=20, unique=True)
    days = models.PositiveIntegerField(null=True)


class KeepingNotice(models.Model):
    """Something will end by time: written down so many days before that someone can still say no."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept: a Ref and a day only"

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=9)
    noticed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject"], name="end_of_keeping_is_noticed_once")]


class LegalHold(models.Model):
    """A court or a case needs something that time would end. It never keeps what its giver takes back."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "ends on its day; kept as proof of why something was kept"

    class Because(models.TextChoices):
        COURT = "court-order", _("A court ordered it")
        CASE = "legal-case", _("A case in which the giver wants it")
        INQUIRY = "inquiry", _("An inquiry into what we did ourselves")

    subject = models.CharField(max_length=9, db_index=True)
    because = models.CharField(max_length=20, choices=Because)
    placed_by = models.CharField(max_length=9, help_text="a person's Ref")
    placed_on = models.DateField()
    until = models.DateField()
