"""A manuscript as it would print now: for its writer, with a mark wherever nothing stands behind a claim yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from firsthand.core.manuscript import Claim, FrontMatter, Manuscript, Note, OnMissing, ResolvedManuscript, list_claims, resolve
from firsthand.documents.content import Content
from firsthand.documents.queries import VersionCard
from firsthand.documents.sources import Standing, standing_of
from firsthand.render.markdown import parse_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text read, with its claims and what stands behind each."""

    manuscript: Manuscript
    claims: tuple[Claim, ...]
    standing: Standing

    @property
    def is_publishable(self) -> bool:
        """Whether something stands behind every claim."""
        return all(claim.ref in self.standing.sources for claim in self.claims)

    def resolved(self) -> ResolvedManuscript:
        """The text as its writer sees it, holes marked."""
        return resolve(self.manuscript, self.standing.sources, on_missing=OnMissing.MARK)


def read_draft(version: VersionCard, *, body: str | None = None, now: datetime) -> Draft:
    """This version, or another body in its place, read and checked.

    Raises:
        MarkdownRefused: the text cannot be read; every problem is named with its line.
    """
    front = FrontMatter(title=version.title, subtitle=version.subtitle, language=version.language, organisations=(version.organisation,))
    manuscript = parse_markdown(version.body if body is None else body, front)
    claims = list_claims(manuscript)
    standing = standing_of(claims, organisation_id=version.organisation_id, language=version.language, now=now)
    return Draft(manuscript=manuscript, claims=claims, standing=standing)


def content_to_freeze(version: VersionCard, draft: Draft, *, on: date, licence: str) -> Content:
    """What an edition of this version freezes, with the notes that every edition carries."""
    used: Mapping[str, object] = dict.fromkeys(claim.ref for claim in draft.claims)
    return Content(
        title=version.title,
        subtitle=version.subtitle,
        language=version.language,
        body=version.body,
        dated_on=on,
        organisations=(version.organisation,),
        notes=_notes(version.language),
        licence=licence,
        sources={ref: draft.standing.sources[ref] for ref in used},
    )


def _notes(language: str) -> tuple[Note, ...]:
    with override(language):
        return (
            Note(
                title=_("How people are protected"),
                paragraphs=(
                    _(
                        "Every quotation in this text is printed under its giver's own consent, was made anonymous, "
                        "and was read by a second person before it was printed. A giver may take their words back at any time; "
                        "this edition is then replaced by one without them."
                    ),
                    _(
                        "Every number counts distinct people who told us, passed disclosure control together with what was "
                        "printed before it, and was read by a second person. Cells that could point at someone are withheld. "
                        "Numbers already printed stand until the next batch, because recounting one person at once would point at them."
                    ),
                ),
            ),
        )
