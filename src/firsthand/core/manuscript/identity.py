"""Ids for blocks that survive editing elsewhere in the text.

A heading is named by its words, so that its address can be read. Any other block is named by a digest of its kind and content; of
several equal ones the second gets `-2`, and so on. Nothing random goes in: the same text always has the same ids.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

_not_word = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Identities:
    """Gives out ids for one manuscript, and remembers which it has given."""

    given: Counter[str] = field(default_factory=Counter)

    def of_heading(self, words: str) -> str:
        """`s-` and the words in lower case with hyphens; the prefix keeps it from meeting an id of the page around it."""
        folded = unicodedata.normalize("NFC", words).casefold()
        return self._only(f"s-{_not_word.sub('-', folded).strip('-')[:60] or 'section'}")

    def of_block(self, kind: str, content: str) -> str:
        """`b-` and 12 hexadecimal digits of the SHA-256 of kind and content."""
        digest = hashlib.sha256(f"{kind}\0{unicodedata.normalize('NFC', content)}".encode()).hexdigest()
        return self._only(f"b-{digest[:12]}")

    def _only(self, wanted: str) -> str:
        self.given[wanted] += 1
        if self.given[wanted] == 1:
            return wanted
        return self._only(f"{wanted}-{self.given[wanted]}")
