"""The main job through HTTP, from the first question at a door to a withdrawal that reaches the edition. One step, one function."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firsthand.commitments.models import Commitment
from firsthand.documents.models import Edition
from firsthand.evidence.models import Batch, Figure, Incident, Quote
from firsthand.foundation.ledger.queries import first_break
from firsthand.intake.models import Testimony
from firsthand.render.formats import FORMATS
from tests.cast import at_desk
from tests.later import do_later_work
from tests.slices.evidence_stage import PASSPHRASE, Stage
from tests.slices.intake_pages import form_with, forms_on, send, walk_to_check
from tests.slices.matrix_files import matrix_file

WORDS = "They took what I had earned and said they would come again."
LIFTED = "They took what I had earned."
PEOPLE = 12


@dataclass
class Journey:
    """What the steps hand on to each other."""

    stage: Stage
    receipts: list[str] = field(default_factory=list)
    quote: str = ""
    figure: str = ""
    commitment: str = ""
    manuscript: str = ""
    edition: str = ""

    def desk(self, name: str, *, unlocked: bool = False) -> Client:
        client = at_desk(getattr(self.stage.cast, name))
        if unlocked:
            assert client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE}).status_code == 302
        return client


def test_main_job(cast):
    journey = Journey(stage=Stage(cast=cast, now=timezone.now()))
    people_give(journey)
    a_coder_codes(journey)
    people_are_counted(journey)
    words_are_lifted_and_cleared(journey)
    commitments_come_in(journey)
    a_text_is_published(journey)
    every_claim_answers_for_itself(journey)
    the_giver_takes_the_words_back(journey)
    the_text_is_refused_from_now_on(journey)
    assert first_break() is None


def people_give(journey: Journey) -> None:
    """1 and 2: without account or script; sealed, with a receipt of twelve words."""
    doors = (journey.stage.alder_door, journey.stage.birch_door)
    for number in range(PEOPLE):
        giver = Client(enforce_csrf_checks=True)
        code = doors[number % 2].code
        assert "Night line" in giver.get(f"/give/{code}/").content.decode()
        page = walk_to_check(giver, code, words=WORDS, use__statistics="yes", **{"use__anonymous-quote": "yes"})
        shown = send(giver, page)
        words = re.findall(r"<li>(?:<[^>]+>)?(\w+)(?:</[^>]+>)?</li>", shown.content.decode())
        assert len(words) == 12
        journey.receipts.append(" ".join(words))
        assert set(giver.cookies) <= {"token"}
    assert Testimony.objects.count() == PEOPLE


def a_coder_codes(journey: Journey) -> None:
    """3: opened in an unlocked session; codes are stored, words are not."""
    locked, coder = journey.desk("teal"), journey.desk("teal", unlocked=True)
    for testimony in Testimony.objects.all():
        page = reverse("evidence:show-testimony", args=[testimony.ref])
        assert locked.get(page).status_code == 302
        assert WORDS in coder.get(page).content.decode()
        codes = {"acts": ["arrest", "extortion"], "perpetrators": ["police"], "country": "KE", "year": "2025", "month": "3"}
        assert coder.post(reverse("evidence:code-testimony", args=[testimony.ref]), codes).status_code == 302
    assert Incident.objects.count() == PEOPLE


def people_are_counted(journey: Journey) -> None:
    """4: a batch, a figure through disclosure control, a second reader's verdict."""
    coordinator, maker, reader = journey.desk("wren"), journey.desk("teal"), journey.desk("reed")
    assert coordinator.post(reverse("evidence:open-batch"), {"organisation": journey.stage.cast.alder.pk}).status_code == 302
    design = {"title": "What was told", "first": "act", "step": "make"}
    made = maker.post(reverse("evidence:new-figure", args=[Batch.objects.get().ref]), design)
    journey.figure = Figure.objects.get().ref
    assert made["Location"] == reverse("evidence:show-figure", args=[journey.figure])
    verdict = reverse("evidence:judge-figure", args=[journey.figure])
    assert maker.post(verdict, {"verdict": "approve"}).status_code == 404
    assert reader.post(verdict, {"verdict": "approve"}).status_code == 302


def words_are_lifted_and_cleared(journey: Journey) -> None:
    """5: by two people, the second of whom did not lift."""
    coder, reader = journey.desk("teal", unlocked=True), journey.desk("reed", unlocked=True)
    testimony = Testimony.objects.order_by("pk").first().ref
    lift = {"words": LIFTED, "language": "en", "attribution": "A sex worker", "step": "seal"}
    assert coder.post(reverse("evidence:lift-quote", args=[testimony]), lift).status_code == 302
    journey.quote = Quote.objects.get().ref
    verdict = reverse("evidence:judge-quote", args=[journey.quote])
    assert coder.post(verdict, {"verdict": "clear"}).status_code == 404
    assert reader.post(verdict, {"verdict": "clear"}).status_code == 302
    assert Quote.objects.get().text == LIFTED


def commitments_come_in(journey: Journey) -> None:
    """6: looked at first, then brought in."""
    editor, page, data = journey.desk("lark"), reverse("commitments:import-matrix"), matrix_file()

    def sent(**more: str) -> dict[str, object]:
        return {"state": "PE", "session": "12", "file": SimpleUploadedFile("matrix.docx", data), **more}

    looked = editor.post(page, sent())
    assert Commitment.objects.count() == 0
    assert editor.post(page, sent(sha256=looked.context["report"].sha256)).status_code == 302
    journey.commitment = Commitment.objects.order_by("pk").first().ref
    assert journey.commitment in Client().get(reverse("public-commitments:list-commitments")).content.decode()


def a_text_is_published(journey: Journey) -> None:
    """7: written, refused while a claim does not stand, published, rendered in every format."""
    editor = journey.desk("lark")
    started = editor.post(
        reverse("documents:new-manuscript"),
        {"title": "What they took", "subtitle": "", "language": "en", "organisation": journey.stage.cast.alder.pk},
    )
    journey.manuscript = started["Location"].rstrip("/").rpartition("/")[2]
    body = f"## Taken\n\n{{{{quote:{journey.quote}}}}}\n\n{{{{figure:{journey.figure}}}}}\n\nThey promised [@{journey.commitment}]."
    page = reverse("documents:edit-manuscript", args=[journey.manuscript])
    editor.post(page, {"body": f"{body}\n\nAnd [@C-000000].", "based_on": 1, "act": "save"})
    refused = editor.post(reverse("publish-manuscript", args=[journey.manuscript, 2]))
    assert (refused.status_code, "C-000000" in refused.content.decode(), Edition.objects.count()) == (409, True, 0)
    editor.post(page, {"body": body, "based_on": 2, "act": "save"})
    published = editor.post(reverse("publish-manuscript", args=[journey.manuscript, 3]))
    journey.edition = published["Location"].rstrip("/").rpartition("/")[2]
    do_later_work()
    reader = Client()
    shown = reader.get(reverse("public-documents:show-edition", args=[journey.edition]))
    assert (shown.status_code, LIFTED in shown.content.decode(), "<svg" in shown.content.decode()) == (200, True, True)
    files = {name: reader.get(reverse("public-documents:download-edition", args=[journey.edition, name])) for name in FORMATS}
    assert {name: answer.status_code for name, answer in files.items()} == dict.fromkeys(FORMATS, 200)
    starts = {name: b"".join(answer.streaming_content)[:4] for name, answer in files.items()}
    assert starts == {"html": b"<!DO", "pdf": b"%PDF", "epub": b"PK\x03\x04", "docx": b"PK\x03\x04", "txt": b"What"}
    assert reader.cookies == {}


def every_claim_answers_for_itself(journey: Journey) -> None:
    """Where does this come from? In public to the depth allowed, at the desk to the testimony's Ref."""
    testimony = Quote.objects.get().testimony.ref
    for ref in (journey.quote, journey.figure, journey.commitment):
        page = Client().get(reverse("show-claim", args=[ref]))
        assert (page.status_code, testimony in page.content.decode()) == (200, False)
    assert testimony in journey.desk("teal").get(reverse("show-claim-at-desk", args=[journey.quote])).content.decode()
    assert Client().get(reverse("show-claim", args=[testimony])).status_code == 404


def the_giver_takes_the_words_back(journey: Journey) -> None:
    """8: by receipt, with no worker at work; the old address says so and nothing serves the words."""
    giver = Client(enforce_csrf_checks=True)
    page = send(giver, giver.get("/give/receipt/"), receipt=journey.receipts[0])
    assert [form.fields for form in forms_on(page)]
    page = send(giver, page, form=form_with(page, "destroy"), extent="destroy")
    assert "The key of your words was destroyed" in send(giver, page).content.decode()
    reader = Client()
    old = reader.get(reverse("public-documents:show-edition", args=[journey.edition]))
    assert (old.status_code, LIFTED in old.content.decode(), "This edition was replaced" in old.content.decode()) == (200, False, True)
    for name in FORMATS:
        gone = reader.get(reverse("public-documents:download-edition", args=[journey.edition, name]))
        assert (gone.headers["Content-Type"], LIFTED in gone.content.decode()) == ("text/html; charset=utf-8", False)
    successor = Edition.objects.get(ref=journey.edition).superseded_by.ref
    new = reader.get(reverse("public-documents:show-edition", args=[successor])).content.decode()
    assert (LIFTED in new, "<svg" in new, journey.figure in new) == (False, True, True)
    do_later_work()
    page = b"".join(reader.get(reverse("public-documents:download-edition", args=[successor, "html"])).streaming_content)
    assert (LIFTED.encode() in page, b"<svg" in page) == (False, True)
    assert "no longer printed" in reader.get(reverse("show-claim", args=[journey.quote])).content.decode()


def the_text_is_refused_from_now_on(journey: Journey) -> None:
    """The same version cannot be published again: the withdrawn quote is named."""
    refused = journey.desk("lark").post(reverse("publish-manuscript", args=[journey.manuscript, 3]))
    assert (refused.status_code, journey.quote in refused.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["teal", "reed", "dove", "finch", "stone", "moss"])
def test_nobody_publishes_who_does_not_write(cast, who):
    stage = Stage(cast=cast, now=timezone.now())
    from firsthand.documents.actions import start_manuscript

    ref = start_manuscript(organisation_id=stage.cast.alder.pk, title="A brief", body="Words.", by=cast.lark, now=stage.now)
    assert at_desk(getattr(cast, who)).post(reverse("publish-manuscript", args=[ref, 1])).status_code == 404
    assert not Edition.objects.exists()
