"""What ends by time ends on its day and not before, never unannounced, never under a hold; and each kind does end."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.cast import at_desk
from tests.slices.documents_stage import TextStage

from firsthand.core.ref import RefMalformed
from firsthand.documents.actions import name_recipient
from firsthand.documents.models import Edition, Recipient
from firsthand.evidence.models import Batch, Figure, Incident
from firsthand.flows.daily import every_day
from firsthand.flows.retention import ONE_PERSON, SWEPT, announce_and_end
from firsthand.foundation.consents.actions import HoldNotRight, KindNotKept, place_hold, set_keeping
from firsthand.foundation.consents.queries import keeping_rules
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.models import DeskSession
from firsthand.foundation.vault.queries import is_key_destroyed
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.models import Testimony

YEAR = timedelta(days=365)


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


def keep(stage, kind: str, days: int | None) -> None:
    set_keeping(kind=kind, days=days, by=stage.cast.wren.ref, now=stage.now)


def test_ledger_is_no_kind_that_ends_and_no_kind_lacks_a_way_to_end(db, now):
    assert set(keeping_rules()) == ONE_PERSON.keys() | SWEPT.keys()
    for kind, days in (("ledger", 10), ("testimony", 0)):
        with pytest.raises(KindNotKept):
            set_keeping(kind=kind, days=days, by="P-000000", now=now)


@pytest.mark.parametrize(("because", "days"), [("because", 10), ("court-order", 0), ("court-order", 9999)])
def test_hold_without_a_listed_reason_or_an_end_is_refused(db, now, because, days):
    with pytest.raises(HoldNotRight):
        place_hold(subject="T-7K3M9Q", because=because, until=now.date() + timedelta(days=days), by="P-000000", now=now)
    with pytest.raises(RefMalformed):
        place_hold(subject="everything", because="court-order", until=date(2027, 1, 1), by="P-000000", now=now)


def test_testimony_is_kept_until_it_is_taken_back_unless_a_network_decides(stage):
    stage.give()
    assert announce_and_end(now=stage.now + 30 * YEAR) == 0
    assert Testimony.objects.filter(withdrawn_at=None).count() == 1


def test_testimony_ends_on_its_day_after_notice_as_if_taken_back(stage):
    first = stage.edition
    quoted = stage.first_testimony
    keep(stage, "testimony", 365)
    assert announce_and_end(now=stage.now + timedelta(days=274)) == 0
    assert not Entry.objects.filter(kind="keeping-ends").exists()
    assert announce_and_end(now=stage.now + timedelta(days=276)) == 0
    assert Entry.objects.filter(kind="keeping-ends", subject=quoted).count() == 1
    assert announce_and_end(now=stage.now + timedelta(days=365)) == 0
    assert announce_and_end(now=stage.now + timedelta(days=366)) > 1
    row = Testimony.objects.get(ref=quoted)
    assert row.withdrawn_at is not None
    assert is_key_destroyed(row.item.ref)
    assert Edition.objects.get(ref=first).content is None
    assert announce_and_end(now=stage.now + timedelta(days=367)) == 0


def test_a_rule_made_shorter_ends_nothing_without_notice(stage):
    ref = stage.give()
    keep(stage, "testimony", 1)
    late = stage.now + YEAR
    assert announce_and_end(now=late) == 0
    assert announce_and_end(now=late + timedelta(days=89)) == 0
    assert announce_and_end(now=late + timedelta(days=90)) == 1
    assert Testimony.objects.get(ref=ref).withdrawn_at is not None


def test_hold_keeps_from_ending_by_time_and_not_from_being_taken_back(stage):
    ref, other, briefly = stage.give(), stage.give(), stage.give()
    keep(stage, "testimony", 1)
    announce_and_end(now=stage.now + timedelta(days=2))
    place_hold(subject=ref, because="court-order", until=stage.now.date() + 2 * YEAR, by=stage.cast.wren.ref, now=stage.now)
    place_hold(subject=briefly, because="inquiry", until=stage.now.date() + YEAR, by=stage.cast.wren.ref, now=stage.now)
    assert announce_and_end(now=stage.now + YEAR - timedelta(days=1)) == 1
    assert Testimony.objects.get(ref=briefly).withdrawn_at is None
    assert announce_and_end(now=stage.now + YEAR) == 1
    assert Testimony.objects.get(ref=briefly).withdrawn_at is not None
    assert Testimony.objects.get(ref=other).withdrawn_at is not None
    assert Testimony.objects.get(ref=ref).withdrawn_at is None
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=True, now=stage.now)
    assert Testimony.objects.get(ref=ref).withdrawn_at is not None


def test_codes_end_and_printed_figures_stand(stage):
    stage.people(12, "arrest")
    batch = stage.open_batch()
    figure = stage.make_figure(batch)
    keep(stage, "codes", 100)
    announce_and_end(now=stage.now + timedelta(days=11))
    assert announce_and_end(now=stage.now + timedelta(days=102)) == 12
    assert not Incident.objects.exists()
    assert Batch.objects.get(ref=batch).closed_because == Batch.Ending.MEMBER_LEFT
    assert Figure.objects.filter(ref=figure).exists()
    assert Testimony.objects.filter(withdrawn_at=None).count() == 12


def test_recipients_are_forgotten_only_when_they_were_told(stage):
    for address in ("told@example.org", "untold@example.org"):
        name_recipient(edition_ref=stage.edition, organisation_id=None, address=address, by=stage.cast.lark, now=stage.now)
    assert announce_and_end(now=stage.now + 5 * YEAR) == 0
    Edition.objects.filter(ref=stage.edition).update(ended_at=stage.now, status="withdrawn")
    Recipient.objects.filter(address="told@example.org").update(told_at=stage.now)
    assert announce_and_end(now=stage.now + timedelta(days=730)) == 0
    assert announce_and_end(now=stage.now + timedelta(days=731)) == 1
    assert list(Recipient.objects.values_list("address", flat=True)) == ["untold@example.org"]


def test_sessions_and_tasks_are_forgotten(stage):
    at_desk(stage.cast.wren)
    assert DeskSession.objects.count() == 1
    every_day.enqueue()
    today = timezone.now()
    DBTaskResult.objects.update(finished_at=today)
    assert announce_and_end(now=today + timedelta(days=2)) == 0
    announce_and_end(now=today + timedelta(days=31))
    assert (DeskSession.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_every_model_that_ends_by_time_is_ended_by_time_in_a_test():
    """Rule: a model whose `retired` speaks of days or years names the test that shows it."""
    by_time = re.compile(r"\b(a day after|days? after|years? after|ends on its day|too old)\b")
    shown = {
        "people.DeskSession": "test_sessions_and_tasks_are_forgotten",
        "consents.LegalHold": "test_hold_keeps_from_ending_by_time_and_not_from_being_taken_back",
    }
    elsewhere = {"vault.Ceremony": "nothing of it works when it is too old: the tests of trustees"}
    assert set(shown.values()) <= globals().keys()
    ours = (model for model in apps.get_models() if model.__module__.startswith("firsthand."))
    assert {model._meta.label for model in ours if by_time.search(vars(model).get("retired", ""))} == shown.keys() | elsewhere.keys()


def test_commands_decide_hold_and_tell(stage):
    from click.testing import CliRunner

    from firsthand.site.commands.retention import retention

    ref = stage.give()
    run = CliRunner().invoke
    assert run(retention, ["set", "testimony", "400", "--by", "finch"]).exit_code == (1 if stage.cast.finch else 0)
    assert run(retention, ["set", "testimony", "soon", "--by", "wren"]).exit_code == 2
    assert run(retention, ["set", "ledger", "400", "--by", "wren"]).exit_code == 1
    assert run(retention, ["set", "testimony", "400", "--by", "wren"]).exit_code == 0
    assert "400 days, told 90 days before; 0 end soon" in run(retention, ["rules"]).output
    until = ["--because", "court-order", "--until", f"{timezone.now().date() + timedelta(days=30)}"]
    assert run(retention, ["hold", ref, *until, "--by", "finch"]).exit_code == 1
    assert run(retention, ["hold", ref, *until, "--by", "wren"]).exit_code == 0
