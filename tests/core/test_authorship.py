"""Gold texts, worked out by hand: after each history, who wrote which words."""

import pytest

from firsthand.core.authorship import Provenance, Revision, by_constituency, count_words, trace
from firsthand.core.authorship.memory import RUN

FIRST = "Police must not arrest people who sell sex. They must take complaints.\n\nHealth workers keep what they hear to themselves."


def history(*texts):
    return trace([Revision(seat=seat, text=text) for seat, text in texts])


def marked(provenance):
    """The text with the seat before each stretch: `[a]Police [b]should ...`."""
    return "\n\n".join("".join(f"[{span.seat}]{span.text}" for span in paragraph) for paragraph in provenance.paragraphs())


def test_a_text_of_one_seat_is_that_seats():
    provenance = history(("a", FIRST))
    assert provenance.words_by_seat() == {"a": 20}
    assert provenance.text == FIRST
    assert provenance.words == count_words(FIRST)


def test_changed_words_are_whose_who_changed_them():
    provenance = history(("a", FIRST), ("b", FIRST.replace("Police must not arrest", "Officers must never arrest")))
    assert marked(provenance).startswith(
        "[b]Officers [a]must [b]never [a]arrest people who sell sex. They must take complaints.\n\n[a]Health"
    )
    assert provenance.words_by_seat() == {"a": 18, "b": 2}


def test_a_moved_sentence_keeps_its_writer():
    provenance = history(
        ("a", FIRST),
        (
            "b",
            "Health workers keep what they hear to themselves. They must take complaints.\n\nPolice must not arrest people who sell sex.",
        ),
    )
    assert provenance.words_by_seat() == {"a": 20}


def test_a_deleted_passage_restored_by_somebody_else_keeps_its_writer():
    provenance = history(("a", FIRST), ("b", FIRST.split("\n\n", maxsplit=1)[0]), ("c", FIRST))
    assert provenance.words_by_seat() == {"a": 20}


def test_a_restored_passage_is_found_although_all_around_it_changed():
    provenance = history(("a", FIRST), ("b", "Nothing of it."), ("c", "Something else. They must take complaints. And more."))
    assert marked(provenance) == "[c]Something else. [a]They must take complaints. [c]And more."


def test_a_run_of_words_is_found_inside_a_new_sentence():
    provenance = history(
        ("a", "We ask that police never arrest people who sell sex."),
        ("b", "Empty."),
        ("c", "The ministry agrees that police never arrest people who sell sex anywhere."),
    )
    assert marked(provenance) == "[c]The ministry agrees [a]that police never arrest people who sell sex [c]anywhere."


def test_a_copy_stays_its_writers():
    copied = FIRST + "\n\nAnnex. Health workers keep what they hear to themselves."
    assert history(("a", FIRST), ("b", copied)).words_by_seat() == {"a": 28, "b": 1}


def test_a_paragraph_written_anew_is_not_its_predecessors_for_small_words():
    old = "The members of the board are chosen by the ministry in the month of May."
    new = "Each of the regions elects, in a vote of its own, the people who speak for it at every meeting."
    assert history(("a", old), ("b", new)).words_by_seat() == {"b": 20}


def test_a_sentence_cut_in_two_keeps_its_words():
    provenance = history(("a", "Police take complaints and courts hear them."), ("b", "Police take complaints. All courts hear them."))
    assert marked(provenance) == "[a]Police take complaints. [b]All [a]courts hear them."


def test_case_and_apostrophes_do_not_make_words_somebody_elses():
    provenance = history(("a", "It's ours. we said so."), ("b", "It’s ours. We said so."))
    assert provenance.words_by_seat() == {"a": 5}


def test_setting_words_in_emphasis_does_not_make_them_somebody_elses():
    assert history(("a", "Nothing about us without us."), ("b", "_Nothing_ about **us** without us.")).words_by_seat() == {"a": 5}


def test_chinese_text_is_traced_by_character():
    provenance = history(("a", "警察不得逮捕性工作者。"), ("b", "警察绝不得逮捕任何性工作者。"))
    assert marked(provenance) == "[a]警察[b]绝[a]不得逮捕[b]任何[a]性工作者。"


def test_a_run_of_characters_must_be_twice_as_long():
    first = "我们要求警察不得逮捕性工作者。"
    assert history(("a", first), ("b", "无。"), ("c", "部长说警察不得逮捕她们。")).words_by_seat() == {"c": 11}
    long = history(("a", first), ("b", "无。"), ("c", "部长同意我们要求警察不得逮捕性工作者吗？"))
    assert long.words_by_seat() == {"a": 14, "c": 5}


def test_arabic_text_is_traced():
    provenance = history(("a", "العمل الجنسي عمل. الشرطة تستمع."), ("b", "العمل الجنسي هو عمل. الشرطة تستمع."))
    assert marked(provenance) == "[a]العمل الجنسي [b]هو [a]عمل. الشرطة تستمع."


def test_line_ends_of_a_browser_are_no_change():
    assert history(("a", FIRST), ("b", FIRST.replace("\n", "\r\n"))).words_by_seat() == {"a": 20}


def test_a_text_wrapped_anew_stays_its_writers():
    assert history(("a", FIRST), ("b", FIRST.replace("people who", "people\nwho").replace("keep what", "keep\nwhat"))).words_by_seat() == {
        "a": 20
    }


def test_two_drafts_that_part_ways_do_not_know_of_each_other():
    base = history(("a", "One sentence here."))
    left = base.extended(Revision(seat="left", text="One sentence here. The quick fox jumps over the lazy dog."))
    right = base.extended(Revision(seat="right", text="One sentence here. The quick fox jumps over the lazy dog."))
    again = base.extended(Revision(seat="again", text="One sentence here."))
    assert left.words_by_seat() == {"a": 3, "left": 8}
    assert right.words_by_seat() == {"a": 3, "right": 8}
    assert again.over_time() == ({"a": 3}, {"a": 3})
    assert base.words_by_seat() == {"a": 3}


def test_words_over_time_are_kept_for_each_revision():
    provenance = history(("a", "One two."), ("b", "One two. Three four five."), ("c", "Three four five."))
    assert provenance.over_time() == ({"a": 2}, {"a": 2, "b": 3}, {"b": 3})
    assert [provenance.seat_of(number) for number in (1, 2, 3)] == ["a", "b", "c"]
    assert provenance.words_by_revision() == {2: 3}


def test_constituencies_add_up_their_seats():
    words = {"a": 3, "b": 4, "c": 5}
    assert by_constituency(words, {"a": "community", "b": "community", "c": "institution"}) == {"community": 7, "institution": 5}
    with pytest.raises(KeyError):
        by_constituency(words, {"a": "community"})


def test_nothing_was_written_yet():
    assert Provenance().words_by_seat() == {}
    assert Provenance().text == ""
    assert Provenance().words == 0
    assert history(("a", "")).words_by_seat() == {}


def test_runs_shorter_than_the_bound_are_not_recognised_elsewhere():
    words = ["one", "two", "three", "four", "five", "six"]
    short, full = " ".join(words[: RUN - 1]), " ".join(words)
    gone = history(("a", f"{full}."), ("b", "Empty."))
    assert gone.extended(Revision(seat="c", text=f"Now hear this: {short} seven.")).words_by_seat() == {"c": 9}
    assert gone.extended(Revision(seat="c", text=f"Now hear this: {full} seven.")).words_by_seat() == {"a": 6, "c": 4}
