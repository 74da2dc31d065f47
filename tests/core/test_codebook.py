"""What may become of a codebook from one version to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Change, ChangeNotPossible, Entry, Kind, apply_changes, changes_between, stands_for

ARREST = Entry(list=CodeList.ACT, value="arrest", labels={"en": "Arrest"})
RAID = Entry(list=CodeList.ACT, value="raid", labels={"en": "Raid", "fr": "Descente"}, broader="arrest")
BOOK = (ARREST, RAID)


def change(kind, entry, **more):
    return Change(kind=kind, entry=replace(entry, **more), line=7)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (change(Kind.ADD, ARREST), "already"),
        (change(Kind.ALTER, ARREST, value="fine"), "no such code"),
        (change(Kind.ADD, ARREST, value="Two Words"), "small letters"),
        (change(Kind.ADD, ARREST, value="x" * 61), "sixty"),
        (change(Kind.ALTER, ARREST, labels={"fr": "Arrestation"}), "English"),
        (change(Kind.ALTER, ARREST, labels={"en": "A", "not a tag": "B"}), "language tag"),
        (change(Kind.ALTER, ARREST, labels={"en": "A" * 161}), "160"),
        (change(Kind.ALTER, ARREST, definition="x" * 2001), "2000"),
        (change(Kind.ALTER, ARREST, huridocs_code="12"), "twelve"),
        (change(Kind.ALTER, ARREST, broader="raid"), "above itself"),
        (change(Kind.ALTER, ARREST, broader="arrest"), "above itself"),
        (change(Kind.ALTER, ARREST, broader="nothing"), "no code"),
        (change(Kind.MERGE, ARREST, merged_into="arrest", is_retired=True), "another code"),
        (change(Kind.MERGE, ARREST, merged_into="nothing", is_retired=True), "another code"),
    ],
)
def test_what_a_codebook_cannot_hold_is_refused_with_line_and_reason(wrong, reason):
    with pytest.raises(ChangeNotPossible, match="Line 7") as refused:
        apply_changes(BOOK, [wrong])
    assert reason in str(refused.value)


def test_merged_code_counts_as_the_last_that_took_its_place_and_is_not_changed_again():
    other = replace(ARREST, value="detention")
    entries = apply_changes(
        (*BOOK, other),
        [
            change(Kind.MERGE, RAID, merged_into="arrest", is_retired=True),
            change(Kind.MERGE, ARREST, merged_into="detention", is_retired=True),
        ],
    )
    assert stands_for(entries, RAID.name) == "detention"
    assert stands_for(entries, other.name) == "detention"
    with pytest.raises(ChangeNotPossible, match="merged into another"):
        apply_changes(entries.values(), [change(Kind.ALTER, RAID, labels={"en": "Again"})])
    with pytest.raises(ChangeNotPossible, match="no longer used"):
        apply_changes(entries.values(), [change(Kind.MERGE, other, merged_into="arrest", is_retired=True)])


def test_what_is_not_wanted_is_left_alone_and_the_broader_code_comes_first():
    low = Entry(list=CodeList.ACT, value="a-low", labels={"en": "Low"}, broader="z-high")
    high = Entry(list=CodeList.ACT, value="z-high", labels={"en": "High"})
    found = changes_between(BOOK, [(low, 1), (high, 2), (replace(RAID, definition="New."), 3)])
    assert [(each.kind, each.entry.value, each.line) for each in found] == [
        (Kind.ADD, "z-high", 2),
        (Kind.ALTER, "raid", 3),
        (Kind.ADD, "a-low", 1),
    ]
    assert set(apply_changes(BOOK, found)) == {ARREST.name, RAID.name, low.name, high.name}


WORDS = st.sampled_from(["one", "two", "three", "four"])
ENTRIES = st.lists(
    st.builds(
        Entry,
        list=st.sampled_from(list(CodeList)),
        value=WORDS,
        labels=st.fixed_dictionaries({"en": st.sampled_from(["A", "B"])}, optional={"fr": st.just("C")}),
        definition=st.sampled_from(["", "What it is."]),
    ),
    unique_by=lambda entry: entry.name,
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(ENTRIES, ENTRIES)
def test_changes_lead_from_one_codebook_to_the_other_and_a_second_time_nowhere(standing, wanted):
    after = apply_changes(standing, changes_between(standing, [(entry, 0) for entry in wanted]))
    assert {entry.name: entry for entry in wanted}.items() <= dict(after).items()
    assert changes_between(after.values(), [(entry, 0) for entry in wanted]) == ()
