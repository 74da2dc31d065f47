"""The default codebook holds together."""

import re
from collections import Counter

from firsthand.core.coding import DEFAULT_CODEBOOK, CodeList, entries_of


def test_codebook_names_each_value_once_in_its_list():
    counts = Counter((entry.list, entry.value) for entry in DEFAULT_CODEBOOK)
    assert [key for key, count in counts.items() if count > 1] == []


def test_codebook_fills_every_list_in_full():
    assert [bool(entries_of(DEFAULT_CODEBOOK, name)) for name in CodeList] == [True] * len(CodeList)
    assert sum(len(entries_of(DEFAULT_CODEBOOK, name)) for name in CodeList) == len(DEFAULT_CODEBOOK)


def test_codebook_fits_its_columns():
    misfits = [
        entry.value
        for entry in DEFAULT_CODEBOOK
        if not re.fullmatch(r"[a-z][a-z-]{1,59}", entry.value) or not 0 < len(entry.label) <= 160 or len(entry.huridocs_code) > 12
    ]
    assert misfits == []
