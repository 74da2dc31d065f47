"""Who wrote the words of sentences that never stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from firsthand.core.authorship.aligning import align
from firsthand.core.authorship.memory import Memory, Sentence
from firsthand.core.authorship.words import is_word


def origins_of_new(new: Sequence[tuple[str, ...]], lost: Sequence[Sentence], memory: Memory) -> Iterator[tuple[int, ...]]:
    """For each new sentence, the revision that brought each of its words.

    `lost` are the sentences that just went, in the order in which they stood. A word that stayed in its order keeps its origin, if its
    old sentence or its new one kept at least half of its words, or if nothing before it changed, or nothing after it; else the sentence was
    written anew and only happens to share small words. A run of words that ever stood in the text keeps its origins wherever it is put.
    All else is new.
    """
    old = [(word, origin, at) for at, sentence in enumerate(lost) for word, origin in zip(sentence.words, sentence.origins, strict=True)]
    pairs = align([word for word, _, _ in old], [word for sentence in new for word in sentence])
    in_place = _in_place(pairs, [word for word, _, _ in old])
    of_sentence = [at for at, sentence in enumerate(new) for _ in sentence]
    kept = [(old[place][2], at) for place, at in zip(pairs, of_sentence, strict=True) if place is not None and is_word(old[place][0])]
    is_half = {
        "old": _at_least_half(Counter(source for source, _ in kept), [sentence.words for sentence in lost]),
        "new": _at_least_half(Counter(at for _, at in kept), new),
    }
    found = iter(enumerate(pairs))
    for at, sentence in enumerate(new):
        origins = [memory.revisions] * len(sentence)
        for index in range(len(sentence)):
            number, place = next(found)
            if place is not None and (is_half["new"][at] or is_half["old"][old[place][2]] or number in in_place):
                origins[index] = old[place][1]
        for index, origin in memory.runs_in(sentence):
            origins[index] = origin
        yield tuple(origins)


def _at_least_half(kept: Counter[int], sentences: Sequence[tuple[str, ...]]) -> list[bool]:
    return [2 * kept[at] >= sum(map(is_word, words)) for at, words in enumerate(sentences)]


def _in_place(pairs: Sequence[int | None], old: Sequence[str]) -> frozenset[int]:
    """The words before which, or after which, nothing changed, with their marks; marks alone are no words."""
    start = 0
    while start < len(pairs) and pairs[start] == start:
        start += 1
    end = len(pairs)
    while end > start and pairs[end - 1] == len(old) - (len(pairs) - end) - 1:
        end -= 1
    first, last = range(start), range(end, len(pairs))
    return frozenset(number for part in (first, last) if any(is_word(old[pairs[each] or 0]) for each in part) for number in part)
