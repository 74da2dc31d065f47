"""The codebook, opening and coding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.slices.evidence_stage import CANARY, Stage

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, DateNotReal, When
from firsthand.evidence.models import Act, Code, Incident, Involvement
from firsthand.evidence.queries import card_of_testimony_for, codebook, page_of_testimonies_for
from firsthand.foundation.ledger.queries import entries_about, first_break
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _code(stage, ref, by, **coding):
    chosen = Coding(**{"acts": frozenset({"arrest"}), **coding})
    actions.code_testimony(testimony_ref=ref, coding=chosen, by=by, now=stage.now)


def test_testimony_is_not_coded_by_another_organisation(stage):
    ref = stage.give()
    for outsider in (stage.cast.finch, stage.cast.stone, stage.cast.moss, stage.cast.reed, stage.cast.lark):
        with pytest.raises(NotFound):
            _code(stage, ref, outsider)
    assert not Incident.objects.exists()


def test_testimony_that_was_withdrawn_is_neither_opened_nor_coded(stage):
    ref = stage.give()
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=False, now=stage.now)
    with pytest.raises(actions.TestimonyWithdrawn):
        _code(stage, ref, stage.cast.teal)
    with pytest.raises(actions.TestimonyWithdrawn):
        actions.open_testimony(testimony_ref=ref, with_key=stage.key_of(stage.cast.teal), by=stage.cast.teal, now=stage.now)
    assert [entry.kind for entry in entries_about(ref)].count("testimony-opened") == 0


def test_testimony_is_not_opened_with_another_teams_key(stage):
    ref = stage.give()
    other = UnlockedTeam(team_id=stage.team.pk + 1, owner="O-000000", public_key=b"", private_key=Hidden(b""))
    with pytest.raises(NotPermitted):
        actions.open_testimony(testimony_ref=ref, with_key=other, by=stage.cast.teal, now=stage.now)


@pytest.mark.parametrize(
    ("coding", "refusal"),
    [
        ({"acts": frozenset()}, actions.NothingCoded),
        ({"acts": frozenset({"no-such-act"})}, actions.CodeUnknown),
        ({"perpetrators": frozenset({"arrest"})}, actions.CodeUnknown),
        ({"place_type": "police"}, actions.CodeUnknown),
        ({"when": When(year=2026, month=12)}, actions.DateNotYet),
    ],
)
def test_coding_that_is_not_right_is_refused_whole(stage, coding, refusal):
    ref = stage.give()
    with pytest.raises(refusal):
        _code(stage, ref, stage.cast.teal, **coding)
    assert not Incident.objects.exists()
    assert not Act.objects.exists()


def test_retired_code_is_not_applied(stage):
    ref = stage.give()
    Code.objects.filter(value="fine").update(retired_on=stage.now.date())
    with pytest.raises(actions.CodeUnknown):
        _code(stage, ref, stage.cast.teal, acts=frozenset({"fine"}))


@pytest.mark.parametrize("parts", [{"month": 3}, {"year": 2024, "day": 3}, {"year": 2023, "month": 2, "day": 29}])
def test_when_refuses_a_day_that_no_calendar_has(parts):
    with pytest.raises(DateNotReal):
        When(**parts)


def test_coding_stores_every_act_and_no_word(stage):
    ref = stage.give(words=f"They came at night. {CANARY}")
    coding = Coding(
        acts=frozenset({"arrest", "extortion"}),
        perpetrators=frozenset({"police"}),
        place_type="street",
        legal_setting="all-criminalised",
        country="KE",
        when=When(year=2024, month=2, day=29),
    )
    actions.code_testimony(testimony_ref=ref, coding=coding, by=stage.cast.teal, now=stage.now)
    card = card_of_testimony_for(stage.cast.teal, ref, now=stage.now)
    assert card.coding == coding
    assert (card.coded_by, card.may_be_counted, card.may_be_quoted) == ("teal", True, True)
    assert [(entry.kind, entry.actor) for entry in entries_about(ref)][-1] == ("testimony-coded", stage.cast.teal.ref)


def test_coding_again_replaces_and_the_same_again_changes_nothing(stage):
    ref = stage.give()
    stage.code(ref, "arrest", "threats")
    first = Incident.objects.get()
    stage.code(ref, "arrest", "threats", now=stage.now + timedelta(hours=1))
    assert Incident.objects.get().pk == first.pk
    stage.code(ref, "raid", perpetrators=frozenset({"police"}))
    assert list(Act.objects.values_list("code__value", flat=True)) == ["raid"]
    assert Involvement.objects.count() == 1
    kinds = [entry.kind for entry in entries_about(ref)]
    assert kinds.count("testimony-coded") == 2


def test_opening_is_written_down_without_the_words(stage):
    ref = stage.give(words=f"They came. {CANARY}", country="KE", acts=("arrest",), when=_intake_when(2024, 5))
    opened = actions.open_testimony(testimony_ref=ref, with_key=stage.key_of(stage.cast.wren), by=stage.cast.wren, now=stage.now)
    assert opened.words.reveal() == f"They came. {CANARY}"
    assert opened.said == Coding(acts=frozenset({"arrest"}), country="KE", when=When(year=2024, month=5))
    assert CANARY not in repr(opened)
    last = entries_about(ref)[-1]
    assert (last.kind, last.actor, last.facts) == ("testimony-opened", stage.cast.wren.ref, {})
    assert first_break() is None


def test_codebook_is_seeded_once_and_keeps_what_a_network_changed(db, now):
    added = actions.seed_codebook(now=now)
    assert added == Code.objects.count() > 40
    Code.objects.filter(list="act", value="raid").update(label="Raid, in our words")
    assert actions.seed_codebook(now=now) == 0
    lists = {each.key: each for each in codebook()}
    assert set(lists) == set(Code.List.values)
    assert next(code.label for code in lists["act"].codes if code.value == "raid") == "Raid, in our words"


def test_codebook_is_one_query(stage, django_assert_num_queries):
    assert stage.team
    with django_assert_num_queries(1):
        codebook()


def test_list_of_testimonies_shows_the_uncoded_first_and_asks_no_query_a_row(stage, django_assert_num_queries):
    coded = stage.give()
    stage.code(coded)
    one = stage.give()
    with django_assert_num_queries(10) as few:
        page = page_of_testimonies_for(stage.cast.teal, now=stage.now)
    assert ([row.ref for row in page.rows], page.uncoded, page.coded, page.withdrawn) == ([one], 1, 1, 0)
    two = [stage.give(), stage.give()]
    with django_assert_num_queries(len(few)):
        page = page_of_testimonies_for(stage.cast.teal, now=stage.now)
    assert [row.ref for row in page.rows] == [one, *two]
    assert page_of_testimonies_for(stage.cast.finch, now=stage.now).rows == ()


def _intake_when(year, month):
    from firsthand.intake import testified

    return testified.When(year=year, month=month, precision="month")
