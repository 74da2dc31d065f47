"""The codebook."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.coding.codebook import Kind
from firsthand.core.holding import Holds
from firsthand.foundation.people.models import Person


class Code(models.Model):
    """One entry of a codebook list. A retired code stays readable on what it was applied to."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "retired_on is set; never deleted"

    class List(models.TextChoices):
        ACT = "act", _("Acts")
        PERPETRATOR = "perpetrator", _("Perpetrators")
        PLACE_TYPE = "place-type", _("Types of place")
        LEGAL_SETTING = "legal-setting", _("Legal setting")
        INTERVENTION = "intervention", _("What was done about it")
        INTERVENER = "intervener", _("Who did something about it")
        OUTCOME = "outcome", _("What came of it")

    list = models.CharField(max_length=20, choices=List)
    value = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    labels = models.JSONField(default=dict, help_text="by language tag, beside the label in English")
    definition = models.TextField(blank=True)
    use_when = models.TextField(blank=True)
    not_when = models.TextField(blank=True)
    broader = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    huridocs_code = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["list", "position", "value"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "value"], name="code_is_once_in_its_list")]

    def __str__(self) -> str:
        return self.label


class CodebookVersion(models.Model):
    """The codebook as it was published, whole. What was coded keeps the number of the version that it was coded with."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never"

    number = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)
    content = models.JSONField(help_text="every entry, retired ones too")


class CodeChange(models.Model):
    """One change of the codebook: drafted until a version takes it up, and from then on the trail of what became of a code."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never once published; a draft is deleted when it is given up"

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    list = models.CharField(max_length=20, choices=Code.List)
    value = models.CharField(max_length=60)
    entry = models.JSONField(help_text="the entry as it is to be")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, null=True, related_name="changes")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["list", "value"], name="code_change_of_a_code")]
