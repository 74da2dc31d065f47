"""The pages of evidence, through HTTP: who sees them, what they refuse, and that words stay where they belong."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import CANARY, PASSPHRASE, Stage

from firsthand.evidence.models import Batch, Figure, Incident, Quote
from firsthand.foundation.ledger.queries import entries_about


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _unlocked(person, *, stepped_up=True):
    client = at_desk(person, stepped_up=stepped_up)
    answer = client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    assert answer.status_code == 302
    return client


def _coding(**more):
    return {"acts": ["arrest", "threats"], "perpetrators": ["police"], "country": "KE", "year": "2025", "month": "3", **more}


@pytest.mark.parametrize("name", ["list-testimonies", "show-codebook", "list-batches", "list-figures", "list-quotes"])
def test_lists_open_to_anyone_at_the_desk_and_show_nothing_of_others(stage, name):
    stage.people(1)
    quote = stage.lift(stage.give())
    for person in (stage.cast.teal, stage.cast.finch, stage.cast.stone, stage.cast.moss):
        answer = at_desk(person).get(reverse(f"evidence:{name}"))
        assert answer.status_code == 200
        if person is not stage.cast.teal:
            assert quote not in answer.content.decode()
            assert Quote.objects.get().testimony.ref not in answer.content.decode()


def test_pages_of_another_organisation_are_not_there(stage):
    ref = stage.people(12)[0]
    batch = stage.open_batch()
    figure = stage.make_figure(batch)
    quote = stage.lift(ref)
    pages = [
        reverse("evidence:show-testimony", args=[ref]),
        reverse("evidence:lift-quote", args=[ref]),
        reverse("evidence:new-figure", args=[batch]),
        reverse("evidence:show-figure", args=[figure]),
        reverse("evidence:show-quote", args=[quote]),
    ]
    for outsider in (stage.cast.finch, stage.cast.moss):
        client = at_desk(outsider)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)
        assert client.post(reverse("evidence:code-testimony", args=[ref]), _coding()).status_code == 404
        assert client.post(reverse("evidence:judge-figure", args=[figure]), {"verdict": "approve"}).status_code == 404
        assert client.post(reverse("evidence:judge-quote", args=[quote]), {"verdict": "clear"}).status_code == 404
        assert client.post(reverse("evidence:open-batch"), {"organisation": stage.cast.alder.pk}).status_code == 404
        assert client.post(reverse("evidence:withdraw-for-giver", args=[ref]), {"because": "giver-asked"}).status_code == 404
    assert client.get(reverse("evidence:show-figure", args=["F-000000"])).status_code == 404


def test_wrong_passphrase_opens_nothing_and_is_not_written_back(stage):
    ref = stage.give()
    client = at_desk(stage.cast.teal)
    answer = client.post(reverse("evidence:unlock"), {"passphrase": "not the one at all"})
    assert answer.status_code == 422
    assert b"not the one at all" not in answer.content
    page = client.get(reverse("evidence:show-testimony", args=[ref]))
    asked = reverse("evidence:unlock", query={"next": reverse("evidence:show-testimony", args=[ref])})
    assert (page.status_code, page["Location"]) == (302, asked)


def test_unlocking_leads_back_to_the_desk_only(stage):
    assert stage.team
    for asked, led in (
        ("/desk/evidence/quotes/", "/desk/evidence/quotes/"),
        ("https://elsewhere.example/", "/desk/evidence/"),
        ("//elsewhere.example/desk/", "/desk/evidence/"),
        ("/", "/desk/evidence/"),
    ):
        client = at_desk(stage.cast.teal)
        assert client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE, "next": asked})["Location"] == led


def test_someone_without_a_key_is_led_to_make_one(stage):
    client = at_desk(stage.cast.lark)
    assert client.get(reverse("evidence:unlock"))["Location"] == reverse("evidence:make-key")
    wrong = client.post(reverse("evidence:make-key"), {"passphrase": PASSPHRASE, "again": "another one entirely"})
    assert wrong.status_code == 422
    assert client.post(reverse("evidence:make-key"), {"passphrase": "short", "again": "short"}).status_code == 422
    made = client.post(reverse("evidence:make-key"), {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert made["Location"] == reverse("evidence:unlock")
    assert client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE}).status_code == 302
    assert b"no evidence team has let you in" in client.get(reverse("evidence:unlock")).content


def test_opened_testimony_is_shown_once_written_down_and_kept_nowhere(stage):
    ref = stage.give(words=f"They came. <b>{CANARY}</b>", country="KE", acts=("arrest",))
    client = _unlocked(stage.cast.teal)
    answer = client.get(reverse("evidence:show-testimony", args=[ref]))
    page = answer.content.decode()
    assert f"&lt;b&gt;{CANARY}" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert [(entry.kind, entry.actor) for entry in entries_about(ref)][-1] == ("testimony-opened", stage.cast.teal.ref)
    assert all(CANARY not in str(session.get_decoded()) for session in Session.objects.all())
    client.post(reverse("evidence:lock"))
    assert client.get(reverse("evidence:show-testimony", args=[ref])).status_code == 302


def test_given_answers_are_filled_in_for_the_coder(stage):
    from firsthand.intake import testified

    ref = stage.give(country="PE", acts=("raid",), when=testified.When(year=2023, month=7, precision="month"))
    form = _unlocked(stage.cast.teal).get(reverse("evidence:show-testimony", args=[ref])).context["form"]
    assert {name: form[name].value() for name in ("acts", "country", "year", "month", "day")} == {
        "acts": ["raid"],
        "country": "PE",
        "year": 2023,
        "month": 7,
        "day": None,
    }


def test_coding_on_the_page_stores_codes_and_goes_on_to_the_next(stage):
    first, second = stage.give(), stage.give()
    client = _unlocked(stage.cast.teal)
    wrong = client.post(reverse("evidence:code-testimony", args=[first]), _coding(acts=[]))
    assert (wrong.status_code, Incident.objects.count()) == (422, 0)
    assert client.post(reverse("evidence:code-testimony", args=[first]), _coding(year="2025", month="2", day="30")).status_code == 422
    kept = client.post(reverse("evidence:code-testimony", args=[first]), _coding())
    assert kept["Location"] == reverse("evidence:show-testimony", args=[second])
    done = client.post(reverse("evidence:code-testimony", args=[second]), _coding())
    assert done["Location"] == reverse("evidence:list-testimonies")
    assert list(Incident.objects.values_list("country", "precision")) == [("KE", "month")] * 2


def test_taking_back_for_the_giver_needs_a_coordinator_who_just_showed_who_they_are(stage):
    ref = stage.give()
    address = reverse("evidence:withdraw-for-giver", args=[ref])
    assert at_desk(stage.cast.teal).post(address, {"because": "giver-asked"}).status_code == 404
    late = at_desk(stage.cast.wren, stepped_up=False).post(address, {"because": "giver-asked"})
    assert late.status_code == 302
    assert "reauthenticate" in late["Location"]
    client = at_desk(stage.cast.wren)
    client.post(address, {"because": "for-fun"})
    assert not any(entry.kind == "testimony-withdrawn" for entry in entries_about(ref))
    client.post(address, {"because": "giver-asked"})
    assert any(entry.kind == "testimony-withdrawn" for entry in entries_about(ref))
    assert b"took it back" in client.get(reverse("evidence:show-testimony", args=[ref])).content


def test_batch_that_is_too_small_says_why(stage):
    stage.people(12)
    client = at_desk(stage.cast.wren)
    opened = client.post(reverse("evidence:open-batch"), {"organisation": stage.cast.alder.pk})
    assert opened["Location"] == reverse("evidence:new-figure", args=[Batch.objects.get().ref])
    stage.people(3)
    again = client.post(reverse("evidence:open-batch"), {"organisation": stage.cast.alder.pk}, follow=True)
    assert b"3 people joined or left; at least 10 must have" in again.content
    assert Batch.objects.count() == 1


def test_figure_is_previewed_made_and_judged(stage):
    stage.people(10, "arrest", country="KE")
    stage.people(9, "threats", country="PE")
    stage.people(2, "raid", country="PE")
    batch = stage.open_batch()
    maker, reader = at_desk(stage.cast.teal), at_desk(stage.cast.reed)
    address = reverse("evidence:new-figure", args=[batch])
    design = {"title": "What was told", "first": "act", "second": "country"}
    assert maker.get(address).status_code == 200
    assert maker.post(address, {**design, "second": "act", "step": "preview"}).status_code == 422
    assert maker.post(address, {**design, "year_from": "2025", "year_to": "2024", "step": "preview"}).status_code == 422
    seen = maker.post(address, {**design, "step": "preview"})
    assert (seen.status_code, Figure.objects.count()) == (200, 0)
    assert "withheld" in seen.content.decode()
    assert seen.context["instead"]
    assert maker.post(address, {**design, "title": " ", "step": "make"}).status_code == 422
    made = maker.post(address, {**design, "step": "make"})
    ref = Figure.objects.get().ref
    assert made["Location"] == reverse("evidence:show-figure", args=[ref])
    shown = reader.get(made["Location"]).content.decode()
    assert "These are reports made to us, not prevalence." in shown
    assert "<svg" in shown
    assert "fewer than 5 people" in shown
    verdict = reverse("evidence:judge-figure", args=[ref])
    assert reader.post(verdict, {"verdict": "refuse"}).status_code == 422
    assert maker.post(verdict, {"verdict": "approve"}).status_code == 404
    assert reader.post(verdict, {"verdict": "approve"}).status_code == 302
    assert Figure.objects.get().verdict == "approved"
    assert reader.post(verdict, {"verdict": "approve"}).status_code == 409


def test_quote_is_lifted_looked_through_sealed_and_cleared(stage):
    ref = stage.give(words="They took everything from me in March.")
    client = _unlocked(stage.cast.teal)
    address = reverse("evidence:lift-quote", args=[ref])
    words = {"words": f"They took all. Ask +254 712 345 678. {CANARY}", "language": "en", "attribution": "A sex worker"}
    assert client.get(address).status_code == 200
    looked = client.post(address, {**words, "step": "check"})
    assert [hint.sign for hint in looked.context["hints"]] == ["phone"]
    assert Quote.objects.count() == 0
    assert client.post(address, {**words, "attribution": "Amina", "step": "seal"}).status_code == 422
    client.post(address, {**words, "step": "seal"})
    quote = Quote.objects.get()
    page = reverse("evidence:show-quote", args=[quote.ref])
    assert CANARY not in at_desk(stage.cast.reed).get(page).content.decode()
    assert CANARY in client.get(page).content.decode()
    verdict = reverse("evidence:judge-quote", args=[quote.ref])
    assert at_desk(stage.cast.reed).post(verdict, {"verdict": "clear"}).status_code == 302
    assert Quote.objects.get().text == ""
    reader = _unlocked(stage.cast.reed)
    assert reader.post(verdict, {"verdict": "refuse"}).status_code == 422
    assert reader.post(verdict, {"verdict": "clear"}).status_code == 302
    assert Quote.objects.get().text == words["words"]
    assert CANARY in at_desk(stage.cast.lark).get(reverse("evidence:list-quotes")).content.decode()


def test_lists_ask_no_query_a_row(stage):
    stage.lift(stage.give())
    client = at_desk(stage.cast.wren)
    names = ("list-testimonies", "list-quotes", "list-batches", "list-figures")

    def queries():
        counts = []
        for name in names:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(f"evidence:{name}")).status_code == 200
            counts.append(len(asked))
        return counts

    queries()
    few = queries()
    for _ in range(2):
        stage.lift(stage.give())
    assert queries() == few
