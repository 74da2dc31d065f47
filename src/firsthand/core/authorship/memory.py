"""Everything that ever stood in a text: paragraphs, sentences and runs of words, each with who first wrote it.

What stood before is found again wherever it comes back, by looking it up. That makes the origin of a passage a matter of its words alone:
the same paragraph has the same origins at its first place, moved, deleted and restored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.core.authorship.words import is_one_character, is_word

RUN = 6
"""So many words in a row are taken for the same words wherever they stand; in scripts without blanks, twice as many characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` are words and marks as they are compared; `origins` the number of the revision that brought each; `first` its own first."""

    words: tuple[str, ...]
    origins: tuple[int, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`by_origin` counts its words by the revision that brought them."""

    text: str
    sentences: tuple[Sentence, ...]
    by_origin: Mapping[int, int]
    first: int


class Memory:
    """Grows with each revision and forgets nothing, so provenances that follow one another share one."""

    def __init__(self) -> None:
        self.seats: list[str] = []
        self.standing: list[Mapping[str, int]] = []
        self.paragraphs: dict[str, Paragraph] = {}
        self.sentences: dict[tuple[str, ...], Sentence] = {}
        self._runs: dict[tuple[str, ...], tuple[Sentence, int]] = {}

    @property
    def revisions(self) -> int:
        return len(self.seats)

    def as_of(self, revisions: int) -> Memory:
        """What was known after so many revisions: for a text that goes another way from there. Cost: all that is kept."""
        early = Memory()
        early.seats = self.seats[:revisions]
        early.standing = self.standing[:revisions]
        early.paragraphs = {key: kept for key, kept in self.paragraphs.items() if kept.first <= revisions}
        early.sentences = {key: kept for key, kept in self.sentences.items() if kept.first <= revisions}
        early._runs = {key: kept for key, kept in self._runs.items() if kept[0].first <= revisions}
        return early

    def keep_sentence(self, words: tuple[str, ...], origins: tuple[int, ...]) -> Sentence:
        sentence = Sentence(words, origins, self.revisions)
        self.sentences[words] = sentence
        places = [place for place, word in enumerate(words) if is_word(word)]
        spoken = [words[place] for place in places]
        for at in range(len(spoken) - RUN + 1):
            self._runs.setdefault(tuple(spoken[at : at + RUN]), (sentence, places[at]))
        return sentence

    def keep_paragraph(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        counted = Counter(origin for each in sentences for word, origin in zip(each.words, each.origins, strict=True) if is_word(word))
        self.paragraphs[text] = Paragraph(text, sentences, counted, self.revisions)

    def runs_in(self, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Words of a new sentence that stood in a row before: the place of each and the revision that brought it."""
        places = [place for place, word in enumerate(words) if is_word(word)]
        spoken = [words[place] for place in places]
        at = 0
        while at + RUN <= len(spoken):
            found = self._runs.get(tuple(spoken[at : at + RUN]))
            origins = _origins_along(found, spoken[at:]) if found else ()
            if not origins or _weight(spoken[at : at + len(origins)]) < RUN:
                at += 1
                continue
            yield from zip(places[at:], origins, strict=False)
            at += len(origins)


def _origins_along(found: tuple[Sentence, int], spoken: list[str]) -> list[int]:
    """The origins of the words that go on as the earlier sentence does."""
    sentence, start = found
    origins: list[int] = []
    for word, origin in zip(sentence.words[start:], sentence.origins[start:], strict=True):
        if not is_word(word):
            continue
        if len(origins) == len(spoken) or word != spoken[len(origins)]:
            break
        origins.append(origin)
    return origins


def _weight(words: list[str]) -> float:
    return sum(0.5 if is_one_character(word) else 1 for word in words)
