"""Who wrote each word of a text, through all its revisions.

The method is that of WikiWho (Flöck and Acosta, WWW 2014): paragraphs, then sentences, are looked up among all that ever stood; only the
words of sentences that never stood before are compared with the sentences that just went. Three things are added: a run of words that
stood before is recognised inside a new sentence, a copy stays its writer's, and two sentences that share nothing but small words are not
taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from firsthand.core.authorship.memory import Memory, Paragraph
from firsthand.core.authorship.rewriting import origins_of_new
from firsthand.core.authorship.words import cut, find_words_and_marks, is_word, words_and_marks

BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text as one seat left it. Line ends of any system are read as one kind."""

    seat: str
    text: str

    def __post_init__(self) -> None:
        if "\r" in self.text:
            object.__setattr__(self, "text", self.text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that one revision of one seat brought. Blanks and marks go with the word before them."""

    text: str
    seat: str
    revision: int


class Provenance:
    """A text and the origin of its words. A value: `extended` gives another one and leaves this one as it is."""

    __slots__ = ("_memory", "_paragraphs", "revisions")

    def __init__(self) -> None:
        self._memory = Memory()
        self._paragraphs: tuple[Paragraph, ...] = ()
        self.revisions = 0

    def extended(self, revision: Revision) -> Provenance:
        """The provenance after one more revision.

        Cost: the text is compared once, paragraph by paragraph, with the one before; all else is proportional to what changed. Going on
        from a provenance that was already extended copies what is known, once.
        """
        memory = self._memory if self._memory.revisions == self.revisions else self._memory.as_of(self.revisions)
        memory.seats.append(revision.seat)
        texts = revision.text.split(BREAK)
        start, end = _unchanged(self._paragraphs, texts)
        gone = self._paragraphs[start : len(self._paragraphs) - end]
        come = texts[start : len(texts) - end]
        _remember(memory, come, gone)
        after = Provenance()
        after._memory = memory
        after.revisions = self.revisions + 1
        found = tuple(memory.paragraphs[text] for text in come)
        after._paragraphs = (*self._paragraphs[:start], *found, *self._paragraphs[len(self._paragraphs) - end :])
        memory.standing.append(_recount(self.words_by_seat(), gone, found, memory.seats))
        return after

    @property
    def text(self) -> str:
        return BREAK.join(paragraph.text for paragraph in self._paragraphs)

    @property
    def words(self) -> int:
        return sum(self.words_by_seat().values())

    def seat_of(self, revision: int) -> str:
        """Who brought this revision; the first is 1."""
        return self._memory.seats[: self.revisions][revision - 1]

    def words_by_seat(self) -> Mapping[str, int]:
        """How many words of the text each seat wrote. The sum is the length of the text."""
        return self._memory.standing[self.revisions - 1] if self.revisions else MappingProxyType({})

    def words_by_revision(self) -> Mapping[int, int]:
        """How many words of the text each revision brought."""
        return sum((Counter(paragraph.by_origin) for paragraph in self._paragraphs), Counter())

    def over_time(self) -> tuple[Mapping[str, int], ...]:
        """`words_by_seat` after each revision."""
        return tuple(self._memory.standing[: self.revisions])

    def paragraphs(self) -> tuple[tuple[Span, ...], ...]:
        """The text as it reads, paragraph by paragraph, each cut where the origin changes."""
        return tuple(tuple(_spans(paragraph, self._memory.seats)) for paragraph in self._paragraphs)


def trace(revisions: Sequence[Revision]) -> Provenance:
    """The provenance of a text from all its revisions, oldest first."""
    provenance = Provenance()
    for revision in revisions:
        provenance = provenance.extended(revision)
    return provenance


def by_constituency(words: Mapping[str, int], constituency_of: Mapping[str, str]) -> Mapping[str, int]:
    """Words by seat, added up for each constituency; a seat that none is known for is a mistake and not a constituency of its own."""
    counted: Counter[str] = Counter()
    for seat, count in words.items():
        counted[constituency_of[seat]] += count
    return counted


def _unchanged(before: Sequence[Paragraph], texts: Sequence[str]) -> tuple[int, int]:
    """How many paragraphs at the start and at the end are the same."""
    most = min(len(before), len(texts))
    start = 0
    while start < most and before[start].text == texts[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end].text == texts[-1 - end]:
        end += 1
    return start, end


@dataclass(slots=True)
class _Draft:
    """A paragraph that never stood before: its sentences, known or still to be traced."""

    text: str
    sentences: list[tuple[str, ...]] = field(default_factory=list)


def _remember(memory: Memory, texts: Sequence[str], gone: Sequence[Paragraph]) -> None:
    """Trace the paragraphs that never stood before, and keep them."""
    drafts = [_Draft(text) for text in dict.fromkeys(texts) if text not in memory.paragraphs]
    if not drafts:
        return
    for draft in drafts:
        draft.sentences = [tuple(found) for start, end in cut(draft.text) if (found := words_and_marks(draft.text, start, end))]
    wanted = dict.fromkeys(sentence for draft in drafts for sentence in draft.sentences)
    new = [sentence for sentence in wanted if sentence not in memory.sentences]
    staying = set(texts)
    lost = [each for paragraph in gone if paragraph.text not in staying for each in paragraph.sentences if each.words not in wanted]
    for sentence, origins in zip(new, origins_of_new(new, lost, memory), strict=True):
        memory.keep_sentence(sentence, origins)
    for draft in drafts:
        memory.keep_paragraph(draft.text, tuple(memory.sentences[words] for words in draft.sentences))


def _recount(before: Mapping[str, int], gone: Sequence[Paragraph], come: Sequence[Paragraph], seats: Sequence[str]) -> Mapping[str, int]:
    counted = Counter(before)
    for paragraph in come:
        for origin, count in paragraph.by_origin.items():
            counted[seats[origin - 1]] += count
    for paragraph in gone:
        for origin, count in paragraph.by_origin.items():
            counted[seats[origin - 1]] -= count
    return MappingProxyType({seat: count for seat, count in counted.items() if count})


def _spans(paragraph: Paragraph, seats: Sequence[str]) -> Iterator[Span]:
    """Marks go with the word before them, so that a comma is nobody's stretch of its own; before the first word, with that."""
    found = [(word, origin) for sentence in paragraph.sentences for word, origin in zip(sentence.words, sentence.origins, strict=True)]
    spoken = [origin for word, origin in found if is_word(word)] or [origin for _, origin in found][:1]
    if not spoken:
        return
    begun, current = 0, spoken[0]
    places = (place for start, end in cut(paragraph.text) for place, _ in find_words_and_marks(paragraph.text, start, end))
    for (word, origin), place in zip(found, places, strict=True):
        if is_word(word) and origin != current:
            yield Span(paragraph.text[begun:place], seats[current - 1], current)
            begun, current = place, origin
    yield Span(paragraph.text[begun:], seats[current - 1], current)
