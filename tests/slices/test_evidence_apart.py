"""What stands apart is used for nothing until somebody releases it, and only what is no testimony is forgotten."""

from __future__ import annotations

import pytest
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.core.consent import Use
from firsthand.core.refusal import NotFound
from firsthand.evidence.actions import CodedAlready, StandsApart, forget_apart, release_apart, set_apart
from firsthand.evidence.queries import alerts_waiting_for, page_of_testimonies_for, waiting_for
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.models import ItemKey
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.models import Testimony

LIST = "/desk/evidence/?state=apart"


@pytest.fixture
def stage(cast, now) -> Stage:
    return Stage(cast, now)


def apart(stage, **said):
    ref = stage.give(**said)
    set_apart(testimony_ref=ref, by=stage.cast.teal, now=stage.now)
    return ref


def test_only_the_team_sets_apart_and_never_what_is_coded(stage):
    ref = stage.give()
    for person in (stage.cast.finch, stage.cast.dove, stage.cast.moss):
        with pytest.raises(NotFound):
            set_apart(testimony_ref=ref, by=person, now=stage.now)
    stage.code(ref)
    with pytest.raises(CodedAlready):
        set_apart(testimony_ref=ref, by=stage.cast.teal, now=stage.now)
    assert Testimony.objects.get().apart == ""


def test_what_stands_apart_is_used_for_nothing(stage):
    ref = apart(stage, uses=frozenset({Use.STORE, Use.STATISTICS, Use.ANONYMOUS_QUOTE, Use.PEER_ALERT}))
    assert waiting_for(stage.cast.teal).uncoded == 0
    assert alerts_waiting_for(stage.cast.teal, now=stage.now) == ()
    for use in (lambda: stage.code(ref), lambda: stage.lift(ref)):
        with pytest.raises(StandsApart):
            use()
    shown = page_of_testimonies_for(stage.cast.teal, now=stage.now, state="apart")
    assert [row.ref for row in shown.rows] == [ref]


def test_released_it_stands_among_the_others_and_others_cannot_release_it(stage):
    ref = apart(stage)
    assert release_apart(testimony_refs=[ref], by=stage.cast.finch, now=stage.now) == 0
    assert release_apart(testimony_refs=[ref, "T-000000"], by=stage.cast.teal, now=stage.now) == 1
    assert release_apart(testimony_refs=[ref], by=stage.cast.teal, now=stage.now) == 0
    stage.code(ref)
    assert [entry.kind for entry in Entry.objects.filter(subject=ref)][2:4] == ["consent-given", "testimony-set-apart"]


def test_only_a_coordinator_forgets_and_only_what_stands_apart(stage):
    ref, other = apart(stage), stage.give()
    with pytest.raises(NotFound):
        forget_apart(testimony_refs=[ref], by=stage.cast.teal, now=stage.now)
    assert forget_apart(testimony_refs=[ref, other], by=stage.cast.wren, now=stage.now) == 1
    assert list(Testimony.objects.filter(withdrawn_at=None).values_list("ref", flat=True)) == [other]
    assert ItemKey.objects.count() == 1
    assert Entry.objects.get(kind="testimony-withdrawn").facts == {"because": "no-testimony"}


def test_giver_takes_back_what_stands_apart(stage):
    ref = apart(stage)
    assert withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=True, now=stage.now).is_destroyed
    assert page_of_testimonies_for(stage.cast.teal, now=stage.now, state="apart").rows == ()


def test_team_releases_and_forgets_at_the_desk(stage):
    refs = [apart(stage) for _ in range(3)]
    coder, coordinator = at_desk(stage.cast.teal), at_desk(stage.cast.wren)
    text = coder.get(LIST).content.decode()
    assert "Standing apart: 3" in text
    assert [ref for ref in refs if f'name="ref" value="{ref}"' not in text] == []
    coder.post("/desk/evidence/apart/release/", {"ref": refs[:1]})
    assert coder.post("/desk/evidence/apart/forget/", {"ref": refs[1:]}).status_code == 404
    assert "1 is forgotten." in coordinator.post("/desk/evidence/apart/forget/", {"ref": refs[1:2]}, follow=True).content.decode()
    assert at_desk(stage.cast.wren, stepped_up=False).post("/desk/evidence/apart/forget/", {"ref": refs[2:]}).status_code == 302
    left = {row.ref: (row.apart, row.withdrawn_at is None) for row in Testimony.objects.all()}
    assert left == {refs[0]: ("", True), refs[1]: ("person", False), refs[2]: ("person", True)}
