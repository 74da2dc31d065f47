"""Figures: numbers that passed disclosure control, frozen as they are made."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import F, Q

from firsthand.core.disclosure import Released, released_to_json
from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.core.refusal import NotNow
from firsthand.evidence.models.batches import Batch
from firsthand.evidence.models.verdicts import Verdict
from firsthand.foundation.people.models import Person


def figure_ref() -> str:
    return mint(Kind.FIGURE, secrets.randbelow)


class FigureFrozen(NotNow):
    """Raised by any way of writing a figure that would change what it shows, or make one that no release stands behind."""

    code = "figure-frozen"
    sentence = "A figure is never changed after it is made. Make a new one."


_FROZEN = frozenset(
    {"batch", "batch_id", "title", "released", "digest", "made_by", "made_by_id", "made_at", "chart", "design", "follows", "follows_id"}
)


class FigureRows(models.QuerySet["Figure"]):
    """Rows in which only the verdict may still be written."""

    def update(self, **values: Any) -> int:
        if _FROZEN & values.keys():
            raise FigureFrozen
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Figure], *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 -- refused whatever is handed in
        raise FigureFrozen


class Figure(models.Model):
    """A crosstab that passed disclosure control, and a second person's verdict. What it shows is never changed after it is made.

    `released` holds the table, to whom it was narrowed, and what was proved before it was released.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "immutable; superseded by a figure of a later batch"

    ref = models.CharField(max_length=9, unique=True, default=figure_ref, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="figures")
    title = models.CharField(max_length=200)
    released = models.JSONField()
    digest = models.CharField(max_length=64)
    chart = models.CharField(max_length=10, default="bars", help_text="how it is drawn; a value of render.charts.ChartKind")
    design = models.JSONField(null=True, help_text="what it counts by and whom, to count it again; null for figures of before")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later", help_text="the same, counted earlier")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    verdict_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    verdict_reason = models.TextField(blank=True)

    objects = FigureRows.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="waiting", verdict_by=None, verdict_at=None)
                | (~Q(verdict="waiting") & Q(verdict_by__isnull=False, verdict_at__isnull=False)),
                name="figure_verdict_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(made_by=F("verdict_by")), name="figure_is_read_by_a_second_person"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a verdict. Anything else that changed, or a row that no release stands behind, is refused."""
        stored = type(self).objects.filter(pk=self.pk).values_list("digest", "batch_id", "made_by_id").first()
        asked = (digest_of(title=self.title, released=self.released), self.batch_id, self.made_by_id)
        if stored is None or stored != asked or self.digest != stored[0]:
            raise FigureFrozen
        super().save(*args, **kwargs)

    @classmethod
    def from_released(cls, released: Released, *, batch: Batch, title: str, by: Person, now: datetime, **more: Any) -> Self:
        """Store a release as a figure waiting for its verdict: the only way to make one. `more`: chart, design, follows."""
        figure = cls(batch=batch, title=title, released=released_to_json(released), made_by=by, made_at=now, **more)
        figure.digest = digest_of(title=title, released=figure.released)
        models.Model.save(figure, force_insert=True)
        return figure


def digest_of(*, title: str, released: Mapping[str, Any]) -> str:
    """SHA-256 of what a figure shows, in one canonical form: the same figure has the same digest on every machine and database."""
    shown = json.dumps({"title": title, "released": released}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(shown.encode()).hexdigest()
