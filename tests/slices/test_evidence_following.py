"""Follow-ups and asking again: from lists, not too often, and gone with the testimony."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.core.refusal import NotFound
from firsthand.evidence import actions
from firsthand.evidence.models import Asking, FollowUp
from firsthand.evidence.queries import follow_up_card, follow_ups_due, follow_ups_for
from firsthand.intake.models import Service


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


@pytest.fixture
def ref(stage):
    return stage.give()


@pytest.fixture
def place(stage):
    return Service.objects.create(organisation=stage.cast.alder, name="Night line", how="0800")


def _add(stage, ref, what="check-safety", service=None, days=3, by=None):
    due = stage.now.date() + timedelta(days=days)
    return actions.add_follow_up(testimony_ref=ref, what=what, service=service, due_on=due, by=by or stage.cast.teal, now=stage.now)


def _ask(stage, ref, *, is_thought_of=False, now=None):
    return actions.note_asked(testimony_ref=ref, is_thought_of=is_thought_of, by=stage.cast.teal, now=now or stage.now)


def test_follow_up_is_the_teams(stage, ref):
    for outsider in (stage.cast.finch, stage.cast.lark, stage.cast.reed, stage.cast.moss):
        with pytest.raises(NotFound):
            _add(stage, ref, by=outsider)


def test_follow_up_is_chosen_from_lists(stage, ref, place):
    elsewhere = Service.objects.create(organisation=stage.cast.birch, name="Other", how="x")
    ended = Service.objects.create(organisation=stage.cast.alder, name="Ended", how="x", ended_on=stage.now.date())
    for what, service, days in (
        ("call her landlord", None, 3),
        ("refer", None, 3),
        ("refer", elsewhere.pk, 3),
        ("refer", ended.pk, 3),
        ("check-safety", place.pk, 3),
        ("check-safety", None, -1),
    ):
        with pytest.raises(actions.FollowUpNotRight):
            _add(stage, ref, what, service, days)
    _add(stage, ref, "refer", place.pk)
    assert [(row.what, row.service) for row in follow_up_card(ref, today=stage.now.date()).rows] == [
        ("Tell them where help is found", "Night line")
    ]


def test_follow_ups_are_due_late_and_done(stage, ref, django_assert_num_queries):
    later, soon = _add(stage, ref, days=9), _add(stage, ref, days=1)
    day = stage.now.date() + timedelta(days=2)
    with django_assert_num_queries(2):
        assert [(row.pk, row.is_late) for row in follow_ups_for(stage.cast.wren, today=day)] == [(soon, True), (later, False)]
    assert (follow_ups_due(stage.cast.teal, today=day), follow_ups_due(stage.cast.finch, today=day)) == (1, 0)
    actions.end_follow_up(testimony_ref=ref, follow_up=soon, by=stage.cast.wren, now=stage.now)
    assert follow_ups_due(stage.cast.teal, today=day) == 0
    with pytest.raises(NotFound):
        actions.end_follow_up(testimony_ref=ref, follow_up=soon, by=stage.cast.wren, now=stage.now)


def test_giver_is_not_asked_too_often_over_all_that_they_gave(stage, ref):
    assert (_ask(stage, ref), _ask(stage, ref)) == (1, 2)
    with pytest.raises(actions.AskedOften) as refused:
        _ask(stage, ref)
    assert refused.value.facts == {"times": 2}
    assert _ask(stage, ref, is_thought_of=True) == 3
    assert _ask(stage, ref, now=stage.now + timedelta(days=400)) == 1
    Asking.objects.update(testimony_id=Asking.objects.first().testimony_id)
    assert follow_up_card(ref, today=stage.now.date()).is_asked_often


def test_withdrawal_deletes_what_was_to_be_done(stage, ref):
    _add(stage, ref)
    _ask(stage, ref)
    actions.take_back_testimony(testimony_ref=ref, by="", now=stage.now)
    assert (FollowUp.objects.count(), Asking.objects.count()) == (0, 0)


def test_follow_ups_through_the_pages(stage, ref, place):
    client, page = at_desk(stage.cast.teal), reverse("evidence:follow-up", args=[ref])
    assert client.post(page, {"what": "refer", "due_on": "2099-01-01"}).status_code == 422
    assert client.post(page, {"what": "refer", "service": place.pk, "due_on": "2099-01-01"}).status_code == 302
    assert "Night line" in client.get(reverse("evidence:list-follow-ups")).content.decode()
    asked = reverse("evidence:note-asked", args=[ref])
    for _ in range(3):
        client.post(asked)
    shown = client.get(page).content.decode()
    assert "They were asked 2 times within a year." in shown
    assert "thought-of" in shown
    client.post(asked, {"thought-of": "on"})
    assert Asking.objects.count() == 3
    assert client.post(reverse("evidence:end-follow-up", args=[ref, FollowUp.objects.get().pk])).status_code == 302
    assert at_desk(stage.cast.moss).get(page).status_code == 404
