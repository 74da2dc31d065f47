"""Marked words: sealed, shown to the team in the opened text, gone with the testimony."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.guard.canary import tables_holding
from tests.slices.evidence_stage import CANARY, PASSPHRASE, Stage

from firsthand.core.anchoring import Span, SpanOutside
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.marked import marked_text
from firsthand.evidence.models import Code, Highlight
from firsthand.foundation.vault.models import ItemKey

WORDS = f"They came at night. They took my bag. {CANARY}\n\nI did not go to the station."


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


@pytest.fixture
def ref(stage):
    return stage.give(words=WORDS)


def _mark(stage, ref, start, end, code="act=raid", by=None):
    by = by or stage.cast.teal
    span = Span(start, end)
    actions.mark_words(testimony_ref=ref, span=span, code=code, with_key=stage.key_of(by), by=by, now=stage.now)


def _open(stage, ref, by=None):
    by = by or stage.cast.teal
    return actions.open_marks(testimony_ref=ref, with_key=stage.key_of(by), by=by, now=stage.now)


def _client(stage, person=None):
    client = at_desk(person or stage.cast.teal)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    return client


@pytest.mark.parametrize("code", ["act=nothing", "raid", "", "perpetrator=raid"])
def test_mark_needs_a_code_of_the_codebook(stage, ref, code):
    with pytest.raises(actions.CodeUnknown):
        _mark(stage, ref, 0, 4, code=code)


def test_retired_code_is_not_put_on_words(stage, ref):
    Code.objects.filter(value="raid").update(retired_on=stage.now.date())
    with pytest.raises(actions.CodeUnknown):
        _mark(stage, ref, 0, 4)


def test_mark_stands_on_words_of_the_text(stage, ref):
    for start, end in ((0, 0), (500, 510), (3, 2)):
        with pytest.raises(SpanOutside):
            _mark(stage, ref, start, end)
    assert not Highlight.objects.exists()


def test_words_are_marked_by_the_team_only(stage, ref):
    for outsider in (stage.cast.finch, stage.cast.moss, stage.cast.lark, stage.cast.reed):
        with pytest.raises(NotFound):
            actions.mark_words(
                testimony_ref=ref, span=Span(0, 4), code="act=raid", with_key=stage.key_of(stage.cast.teal), by=outsider, now=stage.now
            )
    other = stage.key_of(stage.cast.teal)
    object.__setattr__(other, "team_id", other.team_id + 1)
    with pytest.raises(NotPermitted):
        actions.open_marks(testimony_ref=ref, with_key=other, by=stage.cast.teal, now=stage.now)


def test_marked_words_are_sealed_and_the_coder_stands_on_each(stage, ref):
    at = WORDS.index(CANARY)
    _mark(stage, ref, at, at + len(CANARY))
    _mark(stage, ref, at - 6, at + 5, code="act=threats", by=stage.cast.wren)
    assert tables_holding(CANARY) == set()
    marks = _open(stage, ref)
    assert [(mark.label, mark.coder, mark.is_mine) for mark in marks] == [
        ("Raid of a place of work, or a “rescue” nobody asked for", "teal", True),
        ("Threats, stalking or harassment", "wren", False),
    ]
    assert CANARY not in repr(marks)
    shown = marked_text(Hidden(WORDS), marks)
    assert "".join(piece.text for piece in shown.pieces) == WORDS
    assert [piece.text for piece in shown.pieces if len(piece.numbers) == 2] == [CANARY[:5]]
    assert [each.words.reveal() for each in shown.marks] == ["bag. " + CANARY[:5], CANARY]


def test_mark_finds_its_words_again_and_says_when_they_are_gone(stage, ref):
    _mark(stage, ref, WORDS.index("took"), WORDS.index("took") + 11)
    marks = _open(stage, ref)
    moved = marked_text(Hidden("At first. " + WORDS), marks).marks[0]
    assert (moved.is_moved, moved.is_lost, moved.words.reveal()) == (True, False, "took my bag")
    assert marked_text(Hidden("Nothing of it."), marks).marks[0].is_lost


def test_mark_is_taken_off_by_who_made_it(stage, ref):
    _mark(stage, ref, 0, 4)
    mark = str(Highlight.objects.get().guid)
    with pytest.raises(NotFound):
        actions.take_mark_off(testimony_ref=ref, mark=mark, by=stage.cast.wren, now=stage.now)
    keys = ItemKey.objects.count()
    actions.take_mark_off(testimony_ref=ref, mark=mark, by=stage.cast.teal, now=stage.now)
    assert (Highlight.objects.count(), ItemKey.objects.count()) == (0, keys - 1)


def test_marks_are_destroyed_with_the_testimony(stage, ref):
    other = stage.give(words=WORDS)
    for each in (ref, other):
        _mark(stage, each, 0, 4)
    keys = ItemKey.objects.count()
    actions.take_back_testimony(testimony_ref=ref, by="", now=stage.now)
    assert [row.testimony.ref for row in Highlight.objects.all()] == [other]
    assert ItemKey.objects.count() == keys - 1
    actions.forget_codes(testimony_ref=other, now=stage.now)
    assert not Highlight.objects.exists()


def test_too_many_marks_are_refused(stage, ref, monkeypatch):
    from firsthand.evidence.actions import highlights

    monkeypatch.setattr(highlights, "MOST", 1)
    _mark(stage, ref, 0, 4)
    with pytest.raises(actions.TooManyMarks):
        _mark(stage, ref, 0, 4)


@pytest.mark.parametrize(
    ("sent", "marked"),
    [
        ({"first": "2"}, "They took my bag."),
        ({"first": "1", "last": "2"}, "They came at night. They took my bag."),
        ({"words": "took my bag"}, "took my bag"),
        ({"words": "They", "start": "20", "end": "24"}, "They"),
    ],
)
def test_words_are_marked_without_and_with_a_script(stage, ref, sent, marked):
    client = _client(stage)
    page = reverse("evidence:mark-words", args=[ref])
    assert client.post(page, {"code": "act=raid", **sent})["Location"] == page
    shown = client.get(page).content.decode()
    assert f'<q dir="auto">{marked}</q>' in shown
    assert 'id="mark-1"' in client.get(reverse("evidence:show-testimony", args=[ref])).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"words": "They"},
        {"words": "not there"},
        {"first": "2", "last": "1"},
        {"first": "99"},
    ],
)
def test_what_cannot_be_marked_is_said_beside_the_field(stage, ref, sent):
    answer = _client(stage).post(reverse("evidence:mark-words", args=[ref]), {"code": "act=raid", **sent})
    assert answer.status_code == 422
    assert not Highlight.objects.exists()


def test_marks_need_an_unlocked_key(stage, ref):
    page = reverse("evidence:mark-words", args=[ref])
    answer = at_desk(stage.cast.teal).get(page)
    assert answer["Location"] == reverse("evidence:unlock", query={"next": page})
