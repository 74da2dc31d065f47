"""A recovery code: twelve words that were shown once, under which a member's private key is sealed a second time.

128 random bits as words that are easy to write down (BIP 39), in the member's language where there is a list for it. What is stretched
are the words themselves, so that they open again whatever language the pages are in by then.
"""

from __future__ import annotations

import re
import unicodedata

from mnemonic import Mnemonic
from nacl.utils import random

from firsthand.core.hidden import Hidden

BYTES = 16
_list_of_language = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "zh-hans": "chinese_simplified"}
_chinese = re.compile(r"[\u4e00-\u9fff]")


def new_code(*, language: str) -> Hidden[str]:
    """Twelve words taken by chance."""
    words = Mnemonic(_list_of_language.get(language.lower(), "english")).to_mnemonic(random(BYTES))
    return Hidden(unicodedata.normalize("NFC", words))


def as_kept(typed: Hidden[str]) -> Hidden[str]:
    """The words as they are stretched: however they were spaced, in capitals or not; Chinese with or without spaces."""
    text = unicodedata.normalize("NFKD", typed.reveal()).casefold()
    return Hidden(("" if _chinese.search(text) else " ").join(text.split()))
