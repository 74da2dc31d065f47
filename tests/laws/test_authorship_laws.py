"""Laws of authorship: of any history, not only of those somebody thought of."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.authorship import (
    TAKEN,
    Amendment,
    Answer,
    Disposition,
    Revision,
    answer_amendment,
    count_words,
    trace,
)
from firsthand.core.authorship.aligning import align
from firsthand.core.authorship.words import is_word, words_and_marks

quickly = settings(max_examples=60, deadline=None, derandomize=True)
texts = st.one_of(
    st.text(st.sampled_from("ab é.!?\n 中文。ي' -*"), max_size=60),
    st.lists(st.sampled_from(["We", "write", "this.", "They", "say", "it!", "\n\n", "on", "the", "中文", "عمل"]), max_size=30).map(
        " ".join
    ),
    st.text(max_size=40),
)
seats = st.sampled_from(["a", "b", "c"])
revisions = st.builds(Revision, seat=seats, text=texts)
histories = st.lists(revisions, min_size=1, max_size=8)


def said(text):
    return Counter(word for word in words_and_marks(text) if is_word(word))


@quickly
@given(histories)
def test_authorship_sums_to_the_length_of_the_text(history):
    provenance = trace(history)
    assert provenance.text == history[-1].text
    assert sum(provenance.words_by_seat().values()) == count_words(history[-1].text) == sum(provenance.words_by_revision().values())
    assert len(provenance.over_time()) == len(history)


@quickly
@given(histories)
def test_the_coloured_text_is_the_text(history):
    provenance = trace(history)
    counted = Counter()
    for paragraph, text in zip(provenance.paragraphs(), provenance.text.split("\n\n"), strict=True):
        assert "".join(span.text for span in paragraph) == (text if words_and_marks(text) else "")
        for span in paragraph:
            counted[span.seat] += count_words(span.text)
    assert {seat: count for seat, count in counted.items() if count} == provenance.words_by_seat()


@quickly
@given(histories)
def test_no_word_is_credited_to_a_revision_that_does_not_have_it(history):
    for paragraph in trace(history).paragraphs():
        for span in paragraph:
            brought = history[span.revision - 1]
            assert span.seat == brought.seat
            assert set(said(span.text)) <= set(said(brought.text))


@quickly
@given(histories)
def test_a_word_that_never_stood_before_is_credited_to_who_brings_it(history):
    earlier = set().union(*(said(revision.text) for revision in history[:-1]))
    for paragraph in trace(history).paragraphs():
        for span in paragraph:
            if set(said(span.text)) - earlier:
                assert span.revision == len(history)


@quickly
@given(histories, st.data(), seats)
def test_restoring_any_earlier_text_restores_its_authorship(history, data, restorer):
    provenance = trace(history)
    at = data.draw(st.integers(0, len(history) - 1))
    restored = provenance.extended(Revision(seat=restorer, text=history[at].text))
    assert restored.words_by_seat() == provenance.over_time()[at] == trace(history[: at + 1]).words_by_seat()
    assert restored.paragraphs() == trace(history[: at + 1]).paragraphs()


@quickly
@given(histories, revisions, revisions)
def test_going_two_ways_from_one_text_is_like_going_each_way_alone(history, left, right):
    base = trace(history)
    went_left, went_right = base.extended(left), base.extended(right)
    assert went_left.paragraphs() == trace([*history, left]).paragraphs()
    assert went_right.paragraphs() == trace([*history, right]).paragraphs()


# Each seat here has words that nobody else uses, so that who wrote a word can be read off the word.
@st.composite
def signed_histories(draw):
    """Each revision does one thing: inserts words, deletes words, moves a paragraph or restores one that was deleted."""
    count = 0

    def sentence(seat):
        nonlocal count
        count += 1
        return " ".join(f"{seat}{count}x{at}" for at in range(draw(st.integers(1, 9)))) + "."

    paragraphs = [f"{sentence('a')} {sentence('a')}" for _ in range(draw(st.integers(1, 4)))]
    deleted, history = [], [Revision(seat="a", text="\n\n".join(paragraphs))]
    for _ in range(draw(st.integers(1, 10))):
        seat = draw(seats)
        at = draw(st.integers(0, max(0, len(paragraphs) - 1)))
        kind = draw(st.sampled_from(["new", "words", "cut", "move", "delete", "restore"]))
        if kind == "new" or not paragraphs:
            paragraphs.insert(at, sentence(seat))
        elif kind == "words":
            words = paragraphs[at].split(" ")
            where = draw(st.integers(0, len(words)))
            words[where:where] = sentence(seat).removesuffix(".").split(" ")
            paragraphs[at] = " ".join(words)
        elif kind == "cut":
            words = paragraphs[at].split(" ")
            start = draw(st.integers(0, len(words) - 1))
            del words[start : start + draw(st.integers(1, 6))]
            paragraphs[at : at + 1] = [" ".join(words)] if words else []
        elif kind == "move":
            paragraphs.insert(draw(st.integers(0, len(paragraphs) - 1)), paragraphs.pop(at))
        elif kind == "delete":
            deleted.append(paragraphs.pop(at))
        elif deleted:
            paragraphs.insert(at, draw(st.sampled_from(deleted)))
        history.append(Revision(seat=seat, text="\n\n".join(paragraphs)))
    return history


@settings(quickly, max_examples=250)
@given(signed_histories())
def test_no_word_is_credited_to_a_seat_that_could_not_have_written_it(history):
    provenance = trace(history)
    for paragraph in provenance.paragraphs():
        for span in paragraph:
            assert {word[0] for word in said(span.text)} <= {span.seat}
    assert provenance.words_by_seat() == Counter(word[0] for word in said(history[-1].text).elements())


amendments = st.builds(
    Amendment, ref=st.just("A"), seat=seats, found=st.text(max_size=10), put=st.text(max_size=20), before=st.text(max_size=5)
)


@quickly
@given(histories, st.lists(st.tuples(amendments, st.sampled_from(sorted(set(Disposition) - TAKEN))), max_size=6))
def test_declining_every_amendment_gives_the_text_back(history, declined):
    provenance = before = trace(history)
    for amendment, disposition in declined:
        provenance = answer_amendment(provenance, amendment, Answer(disposition=disposition, reason="Not now.", editor="b"))
    assert provenance.text == history[-1].text
    assert provenance.words_by_seat() == before.words_by_seat()
    assert provenance.paragraphs() == before.paragraphs()


def longest(old, new):
    """The length of a longest common subsequence, by the schoolbook's table."""
    row = [0] * (len(old) + 1)
    for word in new:
        last = row
        row = [0]
        for at, other in enumerate(old):
            row.append(last[at] + 1 if word == other else max(row[at], last[at + 1]))
    return row[-1]


words = st.lists(st.sampled_from("abcd"), max_size=40)


@settings(quickly, max_examples=200)
@given(words, words)
def test_an_alignment_keeps_order_and_no_other_keeps_more(old, new):
    pairs = [(place, at) for at, place in enumerate(align(old, new)) if place is not None]
    assert all(old[place] == new[at] for place, at in pairs)
    places = [place for place, _ in pairs]
    assert places == sorted(set(places))
    assert len(pairs) == longest(old, new)
