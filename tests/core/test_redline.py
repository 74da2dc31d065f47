"""What changed between two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.core.redline import Change, Stretch, declined, redline, taken

KEPT, REMOVED, ADDED = Change.KEPT, Change.REMOVED, Change.ADDED


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", ()),
        ("Same.", "Same.", (Stretch(KEPT, "Same."),)),
        ("", "New.", (Stretch(ADDED, "New."),)),
        ("Old.", "", (Stretch(REMOVED, "Old."),)),
        (
            "They took the money.",
            "They took all the money.",
            (Stretch(KEPT, "They took "), Stretch(ADDED, "all "), Stretch(KEPT, "the money.")),
        ),
        (
            "They took my money.",
            "They stole our money.",
            (Stretch(KEPT, "They "), Stretch(REMOVED, "took my"), Stretch(ADDED, "stole our"), Stretch(KEPT, " money.")),
        ),
        ("工作者说", "工作的人说", (Stretch(KEPT, "工作"), Stretch(REMOVED, "者"), Stretch(ADDED, "的人"), Stretch(KEPT, "说"))),
    ],
)
def test_redline_shows_phrases(old, new, found):
    assert redline(old, new) == found


def test_redline_does_not_swallow_the_end_of_a_paragraph():
    changes = redline("One.\n\nTwo.", "Eins.\n\nZwei.")
    assert Stretch(KEPT, ".\n\n") in changes


words = st.text(alphabet=st.sampled_from("ab工я .,\n"), max_size=60)


@given(words, words)
def test_taking_all_gives_the_new_text_and_declining_all_the_old(old, new):
    changes = redline(old, new)
    assert (taken(changes), declined(changes)) == (new, old)
    assert all(one.change is not other.change for one, other in pairwise(changes))
