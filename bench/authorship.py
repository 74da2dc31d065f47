"""How long it takes to know who wrote each word: `python bench/authorship.py`.

The text is invented: 20,000 words in paragraphs of about 70, drawn from a vocabulary with Zipf's frequencies. Each revision, by one of
twelve seats, changes, adds, deletes, moves or restores something; one in a hundred rewrites a whole paragraph.

`python bench/authorship.py REPOSITORY FILE` measures the history of a real text instead: every version of a file that git keeps.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterable

import numpy as np

from firsthand.core.authorship import Provenance, Revision, count_words

WORDS, REVISIONS, SEATS, VOCABULARY = 20_000, 10_000, 12, 8_000


def sentence(chance) -> str:
    drawn = np.minimum(chance.zipf(1.25, int(chance.integers(8, 24))), VOCABULARY)
    return " ".join(f"w{number}" for number in drawn).capitalize() + "."


def paragraph(chance) -> str:
    return " ".join(sentence(chance) for _ in range(int(chance.integers(3, 7))))


def change(paragraphs: list[str], graveyard: list[str], chance) -> None:
    at = int(chance.integers(0, len(paragraphs)))
    kind = int(chance.integers(0, 100))
    sentences = paragraphs[at].split(". ")
    if kind < 70:  # some words of one sentence
        which = int(chance.integers(0, len(sentences)))
        words = sentences[which].split(" ")
        where = int(chance.integers(0, len(words)))
        words[where : where + int(chance.integers(0, 4))] = [
            f"w{chance.integers(1, VOCABULARY)}" for _ in range(int(chance.integers(0, 4)))
        ]
        sentences[which] = " ".join(words) or "W1."
        paragraphs[at] = ". ".join(sentences)
    elif kind < 80:
        paragraphs.insert(at, paragraph(chance))
    elif kind < 90:
        graveyard.append(paragraphs.pop(at))
    elif kind < 94:
        paragraphs.insert(int(chance.integers(0, len(paragraphs))), paragraphs.pop(at))
    elif kind < 99 and graveyard:
        paragraphs.insert(at, graveyard[int(chance.integers(0, len(graveyard)))])
        if len(paragraphs) > WORDS // 60:
            paragraphs.pop()
    else:
        paragraphs[at] = paragraph(chance)


def invented(words: int, revisions: int):
    """Revisions one after the other, so that ten thousand long texts need not stand in memory."""
    chance = np.random.default_rng(8)
    paragraphs, graveyard = [], []
    while sum(text.count(" ") + 1 for text in paragraphs) < words:
        paragraphs.append(paragraph(chance))
    for _ in range(revisions):
        yield Revision(seat=f"seat-{chance.integers(0, SEATS)}", text="\n\n".join(paragraphs))
        change(paragraphs, graveyard, chance)


def kept_by_git(repository: str, file: str):
    """Every version of a file along the first parents, oldest first; authors are seats."""

    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", repository, *words], capture_output=True, check=True).stdout.decode(errors="replace")

    for line in git("log", "--first-parent", "--reverse", "--diff-filter=AM", "--format=%H %ae", "--", file).splitlines():
        commit, author = line.split(" ", 1)
        yield Revision(seat=author, text=git("show", f"{commit}:{file}"))


def measure(words: int, history: Iterable[Revision]) -> None:
    provenance, spent, first = Provenance(), 0.0, 0.0
    each = []
    for revision in history:
        begun = time.perf_counter()
        provenance = provenance.extended(revision)
        each.append(time.perf_counter() - begun)
    first, further = each[0], sorted(each[1:])
    spent = sum(each)
    assert provenance.words == count_words(provenance.text)
    print(
        f"{words:>9,}{provenance.revisions:>11,}{provenance.words:>11,}{spent:>9.2f}{1000 * first:>10.1f}"
        f"{1000 * further[len(further) // 2]:>11.3f}{1000 * further[int(len(further) * 0.99)]:>9.3f}"
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>8.0f}"
    )


def measure_change(words: int) -> None:
    """What one more revision costs that writes so many of the paragraphs anew."""
    chance = np.random.default_rng(8)
    paragraphs = []
    while sum(text.count(" ") + 1 for text in paragraphs) < words:
        paragraphs.append(paragraph(chance))
    start = Provenance().extended(Revision(seat="seat-0", text="\n\n".join(paragraphs)))
    print(f"\n{'paragraphs changed':>19}{'of':>6}{'ms':>9}")
    for changed in (0, 1, 10, 100, len(paragraphs)):
        after = list(paragraphs)
        for at in chance.choice(len(paragraphs), size=changed, replace=False):
            after[at] = paragraph(chance)
        begun = time.perf_counter()
        start = start.extended(Revision(seat="seat-1", text="\n\n".join(after)))
        print(f"{changed:>19}{len(paragraphs):>6}{1000 * (time.perf_counter() - begun):>9.2f}")
        paragraphs = after


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    print(f"{'words':>9}{'revisions':>11}{'at the end':>11}{'seconds':>9}{'first ms':>10}{'median ms':>11}{'p99 ms':>9}{'MB':>8}")
    if len(sys.argv) == 3:
        first, *rest = kept_by_git(sys.argv[1], sys.argv[2])
        return measure(count_words(first.text), [first, *rest])
    measure(2_000, invented(2_000, 1_000))
    measure(WORDS, invented(WORDS, REVISIONS))
    return measure_change(WORDS)


if __name__ == "__main__":
    main()
