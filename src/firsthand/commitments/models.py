"""The register of what institutions promised. Public texts about institutions; nothing here comes from a testimony."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firsthand.core import commitment as words
from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Person


def commitment_ref() -> str:
    return mint(Kind.COMMITMENT, secrets.randbelow)


def source_ref() -> str:
    return mint(Kind.SOURCE, secrets.randbelow)


class MatrixFile(models.Model):
    """A file that brought something into the register. The file itself is not kept; its hash tells whether another is the same."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept; positions and wordings name the file they came from"

    ref = models.CharField(max_length=9, unique=True, default=source_ref, editable=False)
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True, help_text="what the page header of the file calls it")
    state = models.CharField(max_length=2)
    session = models.CharField(max_length=20)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    imported_on = models.DateField()
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")


class Theme(models.Model):
    """A classification as printed. `folded` is the label as plain words, by which lists of several cycles meet."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while a commitment stands under it"

    class Scheme(models.TextChoices):
        THEME = words.Scheme.THEME.value, _("Theme")
        PERSONS = words.Scheme.PERSONS.value, _("Affected persons")
        SDG = words.Scheme.SDG.value, _("Sustainable Development Goal")

    scheme = models.CharField(max_length=20, choices=Scheme)
    code = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True)

    class Meta:
        ordering: ClassVar = ["scheme", "label", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["scheme", "code", "label"], name="theme_is_once")]


class Commitment(models.Model):
    """One numbered recommendation to one State. `text` is verbatim; an earlier wording under the same number stays in `wordings`."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never; what was promised stays"

    class Mechanism(models.TextChoices):
        UPR = words.Mechanism.UPR.value, _("Universal Periodic Review")

    ref = models.CharField(max_length=9, unique=True, default=commitment_ref, editable=False)
    mechanism = models.CharField(max_length=20, choices=Mechanism, default=Mechanism.UPR)
    state = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2 of the State under review")
    session = models.CharField(max_length=20)
    number = models.CharField(max_length=10, help_text="as printed: 140.12")
    part = models.CharField(max_length=1, blank=True, help_text="the letter of a part printed as a row of its own")
    order = models.PositiveBigIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=20, default="en")
    asks = models.JSONField(default=list, help_text="the recommendations under this number, each with the States that made it, as printed")
    section = models.CharField(max_length=300, blank=True, help_text="the heading under which the matrix prints it")
    document_symbol = models.CharField(max_length=60, blank=True, help_text="the report whose paragraph the number is")
    searched = models.TextField(help_text="number, symbol, text and States as plain words (core.searching.fold)")
    themes = models.ManyToManyField(Theme, related_name="commitments")
    first_file = models.ForeignKey(MatrixFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["state", "-session", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mechanism", "state", "session", "number", "part"], name="commitment_number_is_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["document_symbol"], name="commitment_by_document")]


class Wording(models.Model):
    """A text that stood under the number until a later file printed another one."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never; verbatim text is not rewritten in silence"

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField()
    replaced_on = models.DateField()
    replaced_by = models.ForeignKey(MatrixFile, on_delete=models.PROTECT, related_name="+", help_text="the file that prints the later text")


class Position(models.Model):
    """What the State answered, as one file printed it. A later answer is a later row; only the mark of the latest moves."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never; a position is a history"

    class Value(models.TextChoices):
        SUPPORTED = words.PositionValue.SUPPORTED.value, _("Supported")
        SUPPORTED_IN_PART = words.PositionValue.SUPPORTED_IN_PART.value, _("Supported in part")
        NOTED = words.PositionValue.NOTED.value, _("Noted")
        PENDING = words.PositionValue.PENDING.value, _("Pending")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="positions")
    value = models.CharField(max_length=20, choices=Value)
    words = models.CharField(max_length=100, help_text="the position as printed")
    source = models.TextField(blank=True, help_text="the source of the position as printed")
    source_symbol = models.CharField(max_length=60, blank=True)
    source_paragraph = models.CharField(max_length=20, blank=True)
    is_latest = models.BooleanField(default=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(MatrixFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["commitment", "pk"]
        indexes: ClassVar = [models.Index(fields=["value", "is_latest"], name="position_by_value")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment"], condition=Q(is_latest=True), name="position_latest_is_once"),
        ]


class Remark(models.Model):
    """What an organisation wrote into the column for the assessment of implementation, as printed. Shown at the desk only."""

    holds: ClassVar = Holds.PSEUDONYMOUS  # free words; they may name someone
    retired: ClassVar = "deleted when whoever wrote it asks; else kept with its commitment"

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(MatrixFile, on_delete=models.PROTECT, related_name="+")
