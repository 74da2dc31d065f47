"""From a manuscript to an edition: every claim checked, everything frozen, the files made afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from firsthand.core.lineage import Carries, Edge
from firsthand.core.manuscript import Claim, ClaimKind
from firsthand.core.refusal import NotFound, NotNow
from firsthand.documents.actions import freeze_edition
from firsthand.documents.drafting import Draft, content_to_freeze, read_draft
from firsthand.documents.queries import may_write, version_for
from firsthand.flows.tasks import render_files
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.ledger.queries import edges_below
from firsthand.foundation.people.models import Person

_CARRIES = {ClaimKind.QUOTE: Carries.WORDS, ClaimKind.FIGURE: Carries.COUNTS, ClaimKind.CITATION: Carries.CITES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason why a text cannot be published: the Ref, where it stands, and what is the matter."""

    ref: str
    section: str
    reason: str


class NotPublishable(NotNow):
    """`causes` holds a `Cause` for every claim that cannot stand, in reading order."""

    code = "not-publishable"
    sentence = "This text cannot be published yet. {listed}"

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        self.causes = causes
        super().__init__(causes=causes, listed=" ".join(f"{cause.ref}: {cause.reason}" for cause in causes))


class TextIsEmpty(NotNow):
    code = "text-is-empty"
    sentence = "There is nothing in this text yet."


@transaction.atomic
def publish(*, manuscript_ref: str, number: int, by: Person, now: datetime) -> str:
    """Publish a saved version as the next edition and return its Ref; its files follow as a task of this transaction.

    The grants behind every quoted word are held until the edition stands: whoever withdraws at the same moment is either seen here or
    finds the edition and takes the words out of it.

    Raises:
        NotFound: there is no such version, or it is not this person's to publish.
        MarkdownRefused: the text cannot be read.
        TextIsEmpty: there are no words in it.
        NotPublishable: a claim has nothing behind it, or consent for it is not live; every cause is named.
    """
    version = version_for(by, manuscript_ref, number=number)
    if not may_write(by, version.organisation_id):
        raise NotFound
    hold_grants(edge.source for edge in edges_below(_quotes_named_in(read_draft(version, now=now))))
    draft = read_draft(version, now=now)
    if not draft.manuscript.blocks:
        raise TextIsEmpty
    causes = _causes(draft, now)
    if causes:
        raise NotPublishable(causes)
    edition = freeze_edition(
        manuscript_ref=manuscript_ref,
        version=number,
        content=content_to_freeze(version, draft, on=now.date(), licence=settings.LICENCE),
        edges=edges_of(draft.claims),
        because="published",
        by=by,
        now=now,
    )
    render_files.enqueue(edition)
    return edition


def edges_of(claims: tuple[Claim, ...]) -> tuple[Edge, ...]:
    """What an edition with these claims was made from. The use of words is named on the edge from quote to testimony."""
    made_from = {claim.ref: _CARRIES[claim.kind] for claim in claims}
    return tuple(Edge(derived="", source=ref, carries=carries) for ref, carries in made_from.items())


def _quotes_named_in(draft: Draft) -> set[str]:
    return {claim.ref for claim in draft.claims if claim.kind is ClaimKind.QUOTE}


def _causes(draft: Draft, now: datetime) -> tuple[Cause, ...]:
    standing = draft.standing
    broken = broken_words({claim.ref for claim in draft.claims}, now=now)
    causes = []
    for claim in draft.claims:
        if claim.ref in broken:
            reason = _("Consent for these words is not live.")
        elif claim.ref not in standing.sources:
            reason = standing.reasons.get(claim.ref, _("Nothing stands behind this."))
        else:
            continue
        causes.append(Cause(ref=claim.ref, section=claim.section, reason=reason))
    return tuple(causes)
