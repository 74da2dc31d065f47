"""What a body that receives reports asks of one, and how far a text meets it.

A profile is dated data: where it was read, and when someone last looked. A profile that nobody verified, or not for a year, still
counts words and lists what it knows, but claims nothing: rules change between cycles, and a report that is too long is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from firsthand.core.authorship import count_words
from firsthand.core.manuscript import (
    FigureEmbed,
    Heading,
    QuoteEmbed,
    ResolvedManuscript,
    block_text,
    walk_blocks,
)

STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one body asks of one kind of submission. `most_words` counts the text and the words quoted in it, not footnotes and not figures.

    `by_hand` are rules that no program can look after, as sentences to tick off. `verified_on` is None where nobody has checked the source.
    """

    key: str
    name: str
    most_words: int | None
    languages: tuple[str, ...]
    most_organisations: int | None
    is_joint: bool
    by_hand: tuple[str, ...]
    source_url: str
    verified_on: date | None

    def is_verified(self, today: date) -> bool:
        """Whether someone looked at the source within a year."""
        return self.verified_on is not None and today - self.verified_on <= STALE_AFTER


class Rule(StrEnum):
    WORDS = "words"
    LANGUAGE = "language"
    SUBMITTERS = "submitters"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How the text stands to one rule. `found` and `asked` are numbers or names, as they are shown."""

    rule: Rule
    is_met: bool
    found: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Everything a profile asks. `words` is counted even where no limit is known."""

    profile: Profile
    is_verified: bool
    words: int
    findings: tuple[Finding, ...]

    @property
    def share(self) -> int:
        """Per cent of the words that may be used, for a meter; 0 where no limit is known."""
        return round(100 * self.words / self.profile.most_words) if self.profile.most_words else 0


def check_submission(profile: Profile, resolved: ResolvedManuscript, *, today: date) -> Checklist:
    """How this text stands to what the profile asks."""
    words = count_submitted_words(resolved)
    return Checklist(
        profile=profile,
        is_verified=profile.is_verified(today),
        words=words,
        findings=tuple(_findings(profile, resolved, words)),
    )


def count_submitted_words(resolved: ResolvedManuscript) -> int:
    """The words of the text and of the quotes in it. Footnotes, figures and the list of sources are not counted."""
    count = 0
    for block in walk_blocks(resolved.manuscript.blocks):
        if isinstance(block, QuoteEmbed):
            quote = resolved.quotes.get(block.ref)
            count += count_words(quote.text) if quote else 0
        elif not isinstance(block, FigureEmbed):
            count += count_words(block_text(block))
    return count


def _findings(profile: Profile, resolved: ResolvedManuscript, words: int) -> Iterator[Finding]:
    front = resolved.manuscript.front
    if profile.most_words is not None:
        yield Finding(rule=Rule.WORDS, is_met=words <= profile.most_words, found=str(words), asked=str(profile.most_words))
    if profile.languages:
        language = front.language.split("-")[0]
        yield Finding(rule=Rule.LANGUAGE, is_met=language in profile.languages, found=front.language, asked=", ".join(profile.languages))
    submitters = len(front.organisations)
    if profile.is_joint:
        yield Finding(rule=Rule.SUBMITTERS, is_met=submitters > 1, found=str(submitters), asked="2")
    elif profile.most_organisations is not None:
        is_met = 1 <= submitters <= profile.most_organisations
        yield Finding(rule=Rule.SUBMITTERS, is_met=is_met, found=str(submitters), asked=str(profile.most_organisations))
    headings = [block for block in resolved.manuscript.blocks if isinstance(block, Heading)]
    yield Finding(rule=Rule.SUMMARY, is_met=len(headings) > 1, found=str(len(headings)), asked="2")
