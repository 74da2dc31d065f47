"""What waits on a person's desk. One small function a source; a new slice adds its own to `DECISIONS` or `NEWS` and nothing else changes.

A source takes the person and the moment and yields items; it asks one query of its slice, never one a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firsthand.documents import queries as documents
from firsthand.evidence import queries as evidence
from firsthand.foundation.people.models import Person
from firsthand.intake import helping, jurisdictions


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One line: what it is, in a sentence; where to act on it; what the link says; since when, where that is known."""

    sentence: str
    url: str
    act: str
    since: datetime | None = None


Source = Callable[[Person, datetime], Iterable[DeskItem]]


def evidence_to_move_on(person: Person, _now: datetime) -> Iterable[DeskItem]:
    """Figures and quotes that wait for a second reader who is not their maker, and testimonies that nobody coded yet."""
    waiting = evidence.waiting_for(person)
    if waiting.figures:
        words = ngettext("%d figure waits for a second reader.", "%d figures wait for a second reader.", waiting.figures)
        yield DeskItem(sentence=words % waiting.figures, url=reverse("evidence:list-figures"), act=_("Read and decide"))
    if waiting.quotes:
        words = ngettext("%d quote waits for a second reader.", "%d quotes wait for a second reader.", waiting.quotes)
        yield DeskItem(sentence=words % waiting.quotes, url=reverse("evidence:list-quotes"), act=_("Read and decide"))
    if waiting.added:
        words = ngettext("%d person wrote again.", "%d people wrote again.", waiting.added)
        yield DeskItem(sentence=words % waiting.added, url=reverse("evidence:list-testimonies", query={"state": "added"}), act=_("Read it"))
    if waiting.uncoded:
        words = ngettext("%d testimony is not coded yet.", "%d testimonies are not coded yet.", waiting.uncoded)
        yield DeskItem(sentence=words % waiting.uncoded, url=reverse("evidence:list-testimonies"), act=_("Read and code"))


def follow_ups_due(person: Person, now: datetime) -> Iterable[DeskItem]:
    """What was promised to someone who told us something, and is due."""
    if due := evidence.follow_ups_due(person, today=now.date()):
        words = ngettext("%d follow-up is due.", "%d follow-ups are due.", due)
        yield DeskItem(sentence=words % due, url=reverse("evidence:list-follow-ups"), act=_("See them"))


def samples_to_read(person: Person, _now: datetime) -> Iterable[DeskItem]:
    """Testimonies that this person reads for a sample, without seeing what the other says."""
    if left := evidence.left_to_read(person):
        words = ngettext("%d testimony of a sample is yours to read.", "%d testimonies of a sample are yours to read.", left)
        yield DeskItem(sentence=words % left, url=reverse("evidence:list-samples"), act=_("Read and code"))


def keys_to_move_on(person: Person, now: datetime) -> Iterable[DeskItem]:
    """A share that someone is asked for, a team that lets them in now, and teams whose keys must change because someone left."""
    waiting = evidence.keys_waiting_for(person, today=now.date())
    if waiting.shares:
        yield DeskItem(
            sentence=_("You are asked for your share, so that someone is let back in."),
            url=reverse("evidence:show-keys"),
            act=_("See for whom"),
        )
    if waiting.to_complete:
        yield DeskItem(sentence=_("The trustees have let you in."), url=reverse("evidence:show-keys"), act=_("Put the shares together"))
    for place in waiting.rekeys:
        yield DeskItem(
            sentence=_("Someone who could open sealed words has left. The team’s keys must change."),
            url=reverse("evidence:show-team", args=[place]),
            act=_("Change them"),
        )


def givers_to_ask_again(person: Person, now: datetime) -> Iterable[DeskItem]:
    """People whose yes ends soon."""
    if count := len(evidence.ask_again_for(person, now=now)):
        words = ngettext("The yes of %d person ends soon.", "The yes of %d people ends soon.", count)
        yield DeskItem(sentence=words % count, url=reverse("evidence:list-ask-again"), act=_("Ask again"))


def warnings_to_decide(person: Person, now: datetime) -> Iterable[DeskItem]:
    """People who want others to be warned."""
    if count := len(evidence.alerts_waiting_for(person, now=now)):
        words = ngettext("%d person wants others to be warned.", "%d people want others to be warned.", count)
        yield DeskItem(sentence=words % count, url=reverse("evidence:list-alerts"), act=_("Read and decide"))


def warnings_that_are_out(person: Person, now: datetime) -> Iterable[DeskItem]:
    """What members are warned of now."""
    if count := len(evidence.alerts_for(person, now=now)):
        words = ngettext("%d warning is out.", "%d warnings are out.", count)
        yield DeskItem(sentence=words % count, url=reverse("evidence:list-alerts"), act=_("Read it"))


def services_to_try(person: Person, now: datetime) -> Iterable[DeskItem]:
    """Places to find help that nobody has tried for long."""
    if count := helping.stale_count_for(person, today=now.date()):
        words = ngettext("%d place to find help was not tried for long.", "%d places to find help were not tried for long.", count)
        yield DeskItem(sentence=words % count, url=reverse("intake-desk:list-services"), act=_("Try and say"))


def limits_to_check(person: Person, now: datetime) -> Iterable[DeskItem]:
    """Texts on the limits of confidence that nobody held against the law for long."""
    if count := sum(text.is_stale for text in jurisdictions.limits_for(person, today=now.date(), language="en")):
        words = ngettext(
            "%d text on what you must pass on was not checked lately.",
            "%d texts on what you must pass on were not checked for long.",
            count,
        )
        yield DeskItem(sentence=words % count, url=reverse("intake-desk:limits"), act=_("Check and say"))


def ended_editions(person: Person, _now: datetime) -> Iterable[DeskItem]:
    """Editions that an organisation of this person received and that may no longer be passed on."""
    for notice in documents.notices_for(person):
        words = _("“%(title)s” was replaced by a newer edition. Do not pass on the old one.")
        if not notice.successor:
            words = _("“%(title)s” was taken back. Do not pass it on.")
        yield DeskItem(
            sentence=words % {"title": notice.title},
            url=reverse("public-documents:show-edition", args=[notice.successor or notice.edition]),
            act=_("See the new edition") if notice.successor else _("See why"),
            since=notice.ended_at,
        )


def texts_at_work(person: Person, _now: datetime) -> Iterable[DeskItem]:
    """Texts of the person's organisations, the last written first."""
    for row in documents.manuscripts_for(person)[:5]:
        yield DeskItem(
            sentence=row.title,
            url=reverse("documents:edit-manuscript", args=[row.ref]),
            act=_("Go on writing"),
            since=row.written_at,
        )


# What someone has to decide stands on top of the desk; what they only need to know stands under it; then where they left off.
DECISIONS: tuple[Source, ...] = (
    keys_to_move_on,
    warnings_to_decide,
    evidence_to_move_on,
    samples_to_read,
    follow_ups_due,
    givers_to_ask_again,
    services_to_try,
    limits_to_check,
)
NEWS: tuple[Source, ...] = (warnings_that_are_out, ended_editions)
AT_WORK: tuple[Source, ...] = (texts_at_work,)


def gathered(sources: Iterable[Source], person: Person, *, now: datetime) -> tuple[DeskItem, ...]:
    """The items of these sources, in the order of the sources."""
    return tuple(item for source in sources for item in source(person, now))
