"""Sharing: refused without a live protocol, without a referral, and beyond the named fields; recipients are called back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.cast import at_desk
from tests.slices.evidence_stage import ALL, Stage

from firsthand.core.consent import Audience, Use
from firsthand.core.lineage import Carries
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.flows.expiry import end_expired
from firsthand.foundation.consents.actions import give
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.ledger.queries import edges_below, first_break
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.sharing import actions
from firsthand.sharing.models import Export, Protocol, Recall, Signature
from firsthand.sharing.queries import protocol_for, protocols_for
from firsthand.sharing.writing import safe_cell, write_rows


@pytest.fixture
def stage(cast, now) -> Stage:
    return Stage(cast, now)


def terms(stage: Stage, **changed) -> actions.Terms:
    whole = actions.Terms(
        recipient_ref=stage.cast.birch.ref,
        purpose="Lawyers for people who were arrested",
        level="case",
        use=Use.ALLY,
        fields=("case", "country", "acts"),
        schedule="on-request",
        until=stage.now.date() + timedelta(days=100),
    )
    return replace(whole, **changed)


def write(stage: Stage, **changed) -> str:
    return actions.write_protocol(holder_id=stage.cast.alder.pk, terms=terms(stage, **changed), by=stage.cast.wren, now=stage.now)


def signed(stage: Stage, **changed) -> str:
    ref = write(stage, **changed)
    for person in (stage.cast.wren, stage.cast.finch):
        actions.sign_protocol(ref=ref, by=person, now=stage.now)
    return ref


def hand_over(stage: Stage, ref: str, *, file_format: str = "csv", now=None, by=None):
    return actions.hand_over(ref=ref, file_format=file_format, by=by or stage.cast.wren, now=now or stage.now)


def agrees(stage: Stage, use: Use = Use.ALLY) -> str:
    """Someone gives, is coded, and agrees in person to being passed on."""
    ref = stage.give(words="Words that never leave.", uses=ALL)
    stage.code(ref)
    give(subject=ref, uses=[use], audience=Audience.NETWORK, text_version="t", by="", now=stage.now)
    return ref


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient_ref": "O-000000"},
        {"purpose": " "},
        {"fields": ()},
        {"fields": ("case", "words")},
        {"fields": ("people",)},
        {"level": "everything"},
        {"schedule": "always"},
        {"until": None},
    ],
    ids=str,
)
def test_terms_that_are_not_right_are_refused(stage, changed):
    if changed.get("until", "") is None:
        changed = {"until": stage.now.date()}
    with pytest.raises(actions.ProtocolNotValid):
        write(stage, **changed)
    assert not Protocol.objects.exists()


def test_cases_need_a_referral(stage):
    for use in (Use.STATISTICS, Use.MEDIA, Use.STORE):
        with pytest.raises(actions.CaseNeedsReferral):
            write(stage, use=use)


def test_only_coordinators_of_the_holder_write_and_hand_over(stage):
    for person in (stage.cast.teal, stage.cast.finch, stage.cast.moss):
        with pytest.raises(NotFound):
            actions.write_protocol(holder_id=stage.cast.alder.pk, terms=terms(stage), by=person, now=stage.now)
    agrees(stage)
    ref = signed(stage)
    with pytest.raises(NotPermitted):
        hand_over(stage, ref, by=stage.cast.finch)
    for person in (stage.cast.teal, stage.cast.stone, stage.cast.moss):
        with pytest.raises(NotFound):
            hand_over(stage, ref, by=person)
        with pytest.raises(NotFound):
            actions.sign_protocol(ref=ref, by=person, now=stage.now)
    assert not Export.objects.exists()


def test_nothing_is_handed_over_without_a_live_protocol(stage):
    agrees(stage)
    ref = write(stage)
    with pytest.raises(actions.ProtocolNotLive):
        hand_over(stage, ref)
    actions.sign_protocol(ref=ref, by=stage.cast.wren, now=stage.now)
    actions.sign_protocol(ref=ref, by=stage.cast.wren, now=stage.now)
    assert Signature.objects.count() == 1
    with pytest.raises(actions.ProtocolNotLive):
        hand_over(stage, ref)
    actions.sign_protocol(ref=ref, by=stage.cast.finch, now=stage.now)
    with pytest.raises(actions.ProtocolNotLive):
        hand_over(stage, ref, now=stage.now + timedelta(days=100))
    actions.end_protocol(ref=ref, by=stage.cast.finch, now=stage.now)
    with pytest.raises(actions.ProtocolNotLive):
        hand_over(stage, ref)
    with pytest.raises(actions.ProtocolNotLive):
        actions.sign_protocol(ref=ref, by=stage.cast.finch, now=stage.now)
    assert not Export.objects.exists()


def test_a_case_without_a_live_yes_to_this_use_is_not_in_the_file(stage):
    stage.code(stage.give())
    agrees(stage, Use.LEGAL_REFERRAL)
    ran_out = agrees(stage)
    Grant.objects.filter(subject=ran_out, use=Use.ALLY).update(until=stage.now.date())
    ref = signed(stage)
    with pytest.raises(actions.NothingToShare):
        hand_over(stage, ref)
    agrees(stage)
    assert hand_over(stage, ref).rows == 1


def test_only_named_fields_leave_and_never_words_or_refs(stage):
    subject = agrees(stage)
    files = opened(hand_over(stage, signed(stage)).data)
    rows = list(csv.reader(io.StringIO(files["shared.csv"].decode("utf-8-sig"))))
    assert rows == [["case", "country", "acts"], ["case-1", "KE", "arrest"]]
    assert subject.encode() not in files["shared.csv"] + files["manifest.json"]
    assert b"never leave" not in files["shared.csv"]


def test_manifest_names_protocol_day_and_hash_and_the_ledger_keeps_it(stage):
    subject = agrees(stage)
    ref = signed(stage)
    made = hand_over(stage, ref, file_format="json")
    files = opened(made.data)
    manifest = json.loads(files["manifest.json"])
    assert manifest["protocol"] == ref
    assert manifest["date"] == "2026-11-24"
    assert manifest["sha256"] == sha256(files["shared.json"]).hexdigest() == Export.objects.get().sha256
    assert json.loads(files["shared.json"]) == [{"case": "case-1", "country": "KE", "acts": "arrest"}]
    edges = edges_below([made.ref])
    assert [(edge.source, edge.carries, edge.use) for edge in edges] == [(subject, Carries.WORDS, Use.ALLY)]
    assert first_break() is None


@pytest.mark.parametrize(
    ("schedule", "days", "again"), [("once", 90, False), ("monthly", 27, False), ("monthly", 28, True), ("quarterly", 83, False)]
)
def test_schedule_is_kept(stage, schedule, days, again):
    agrees(stage)
    ref = signed(stage, schedule=schedule)
    hand_over(stage, ref)
    later = stage.now + timedelta(days=days)
    if again:
        assert hand_over(stage, ref, now=later).rows == 1
    else:
        with pytest.raises(actions.SharedAlready):
            hand_over(stage, ref, now=later)


def test_numbers_are_approved_figures_only_and_withheld_stays_withheld(stage):
    stage.people(12, "arrest")
    stage.people(2, "extortion")
    figure = stage.make_figure(stage.open_batch())
    ref = signed(stage, level="aggregate", fields=("figure", "categories", "people"))
    with pytest.raises(actions.NothingToShare):
        hand_over(stage, ref)
    stage.approve(figure)
    rows = json.loads(opened(hand_over(stage, ref, file_format="json").data)["shared.json"])
    assert {row["figure"] for row in rows} == {figure}
    numbers = [int(row["people"]) for row in rows if row["people"] != "withheld"]
    assert "withheld" in {row["people"] for row in rows}
    assert all(number == 0 or number >= 5 for number in numbers)


@pytest.mark.parametrize("how", ["withdrawn", "expired", "whole"])
def test_recipient_is_on_the_list_at_once_when_consent_ends(stage, how):
    subject, other = agrees(stage), agrees(stage)
    ref = signed(stage)
    made = hand_over(stage, ref)
    if how == "expired":
        Grant.objects.filter(subject=subject, use=Use.ALLY).update(until=stage.now.date())
        end_expired(now=stage.now)
    else:
        uses = None if how == "whole" else frozenset({Use.ALLY})
        withdraw_by_receipt(receipt=stage.receipts[subject], uses=uses, destroy=False, now=stage.now)
    assert [(row.export.ref, row.subject, row.case) for row in Recall.objects.all()] == [(made.ref, subject, "case-1")]
    assert set(broken_words([made.ref], now=stage.now, audience=Audience.NETWORK)) == {made.ref}
    assert hand_over(stage, ref).rows == 1
    with pytest.raises(NotPermitted):
        actions.mark_recipient_told(ref=ref, by=stage.cast.finch, now=stage.now)
    assert actions.mark_recipient_told(ref=ref, by=stage.cast.wren, now=stage.now) == 1
    assert actions.mark_recipient_told(ref=ref, by=stage.cast.wren, now=stage.now) == 0
    assert other


def test_ending_another_use_calls_nothing_back(stage):
    subject = agrees(stage)
    hand_over(stage, signed(stage))
    withdraw_by_receipt(receipt=stage.receipts[subject], uses=frozenset({Use.STATISTICS}), destroy=False, now=stage.now)
    assert not Recall.objects.exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_that_a_spreadsheet_would_run_is_text(text):
    assert safe_cell(text) == f"'{text}"
    assert f"'{text}".encode() in write_rows([{"a": text}], fields=["a"], file_format="csv")


def test_list_costs_the_same_for_three(stage, django_assert_max_num_queries):
    signed(stage)
    with django_assert_max_num_queries(9) as one:
        protocols_for(stage.cast.wren, now=stage.now)
    signed(stage)
    signed(stage)
    with django_assert_max_num_queries(9) as three:
        assert len(protocols_for(stage.cast.wren, now=stage.now)) == 3
    assert len(one) == len(three)


def test_pages_from_writing_to_calling_back(stage):
    subject = agrees(stage)
    wren, finch = at_desk(stage.cast.wren), at_desk(stage.cast.finch)
    form = {
        "holder": stage.cast.alder.pk, "recipient": stage.cast.birch.ref, "purpose": "Legal help", "level": "case", "use": "ally",
        "case_fields": ["case", "acts"], "schedule": "once", "until": "2028-01-01",
    }  # fmt: skip
    assert wren.post("/desk/sharing/new/", form | {"case_fields": []}).status_code == 422
    page = wren.post("/desk/sharing/new/", form)["Location"]
    assert at_desk(stage.cast.teal).get(page).status_code == 404
    assert wren.post(f"{page}hand-over/", {"file_format": "csv"}).status_code == 409
    assert "reauthenticate" in at_desk(stage.cast.wren, stepped_up=False).post(f"{page}sign/")["Location"]
    assert [browser.post(f"{page}sign/").status_code for browser in (wren, finch)] == [302, 302]
    answer = wren.post(f"{page}hand-over/", {"file_format": "csv"})
    assert answer["Content-Type"] == "application/zip"
    assert set(opened(answer.content)) == {"manifest.json", "shared.csv"}
    withdraw_by_receipt(receipt=stage.receipts[subject], uses=None, destroy=False, now=stage.now)
    assert "case-1 of X-" in wren.get(page).content.decode()
    assert "case-1 of X-" not in finch.get(page).content.decode()
    assert wren.post(f"{page}told/").status_code == 302
    assert protocol_for(stage.cast.wren, page.split("/")[-2], now=stage.now).recalls == ()
    assert "Legal help" in finch.get("/desk/sharing/").content.decode()


def test_commands_list_and_export_and_are_refused_alike(stage, tmp_path):
    from click.testing import CliRunner

    from firsthand.site.commands.sharing import sharing

    agrees(stage)
    ref = write(stage, until=stage.now.date() + timedelta(days=900))
    asked = ["export", ref, "--by", "wren", "--out", str(tmp_path)]
    refused = CliRunner().invoke(sharing, asked)
    assert refused.exit_code == 1
    assert "not signed by both parties" in refused.output
    for person in (stage.cast.wren, stage.cast.finch):
        actions.sign_protocol(ref=ref, by=person, now=stage.now)
    assert CliRunner().invoke(sharing, asked).exit_code == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".zip"]
    listed = CliRunner().invoke(sharing, ["list", "--for", "finch"]).output
    assert "live" in listed
    assert ref in listed
