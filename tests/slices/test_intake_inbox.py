"""What a giver does with their receipt beside taking back: read, answer, add, destroy, say yes later. Without scripts, and sealed there."""

import base64

import pytest
from django.test import Client
from django.utils import timezone
from tests.slices.evidence_stage import Stage
from tests.slices.intake_pages import form_to, form_with, send

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound
from firsthand.evidence.actions import open_messages, write_to_giver
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.actions import change_keys
from firsthand.foundation.vault.models import ItemKey, Team
from firsthand.foundation.vault.sealing import public_half_of, seal
from firsthand.intake import adding, receipts, said
from firsthand.intake import slip as slips
from firsthand.intake.models import Giver, Message
from firsthand.intake.said import Said, SaidNotReadable, Sort

URL = "/give/receipt/"
ASKED = "Was that before or after the rain?"
TOLD = "It was after the rain, in the marked boat."


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


@pytest.fixture
def ref(stage):
    return stage.give(words="The marked heron stood in the water.")


def letter(stage, ref, *, words=ASKED, sort=Sort.QUESTION):
    teal = stage.cast.teal
    return write_to_giver(
        testimony_ref=ref, sort=sort, words=Hidden(words), language="en", with_key=stage.key_of(teal), by=teal, now=stage.now
    )  # fmt: skip


def read_by_team(stage, ref):
    teal = stage.cast.teal
    return open_messages(testimony_ref=ref, with_key=stage.key_of(teal), by=teal, now=stage.now)


def opened(client, stage, ref):
    return send(client, client.get(URL), receipt=stage.receipts[ref].reveal())


def text(page):
    return page.content.decode()


def blank(client, page):
    """The form to write to the team, or to answer the letter that is named."""
    return send(client, page, form=form_to(page, "/write/"))


@pytest.mark.parametrize("end", ["write/", "destroy/", "agree/"])
def test_page_behind_a_receipt_asks_for_it_first(client, stage, ref, end):
    assert client.get(f"{URL}{end}")["Location"] == URL
    page = send(client, client.get(URL), to=f"{URL}{end}", receipt="abandon " * 11 + "about", words="x", slip="x")
    assert (page.status_code, "We have nothing under these words" in text(page)) == (422, True)
    assert Message.objects.count() == 0


def test_nothing_is_added_to_what_was_taken_back(client, stage, ref):
    page = blank(client, opened(client, stage, ref))
    other = Client()
    send(other, send(other, opened(other, stage, ref), form=form_with(opened(other, stage, ref), "all"), extent="all"))
    refused = send(client, page, words=TOLD)
    assert (refused.status_code, "were not kept" in text(refused), Message.objects.count()) == (422, True, 0)
    assert "/write/" not in text(opened(client, stage, ref))


def test_empty_addition_is_asked_for_words(client, stage, ref):
    page = send(client, blank(client, opened(client, stage, ref)), words="  ")
    assert (page.status_code, "Please write something" in text(page)) == (422, True)


def test_form_with_a_slip_that_is_not_ours_is_renewed_with_its_words(client, stage, ref):
    page = send(client, blank(client, opened(client, stage, ref)), words=TOLD, slip="forged")
    assert (page.status_code, TOLD in text(page), Message.objects.count()) == (409, True, 0)
    assert send(client, page).status_code == 200


def test_there_is_an_end_to_adding(client, stage, ref, monkeypatch):
    monkeypatch.setattr(adding, "MOST", 1)
    assert send(client, blank(client, opened(client, stage, ref)), words=TOLD).status_code == 200
    assert "As much was added" in text(send(client, blank(client, opened(client, stage, ref)), words=TOLD))


def test_words_are_added_sealed_and_read_by_the_team(client, stage, ref):
    page = send(client, blank(client, opened(client, stage, ref)), words=TOLD, sort="correction")
    assert "locked by our server when they arrived" in text(page)
    assert TOLD not in text(page)
    (message,) = read_by_team(stage, ref)
    assert (message.said.words, message.said.sort, message.said.language) == (TOLD, Sort.CORRECTION, "en")
    assert Entry.objects.get(kind="addition-received").subject == ref
    shown = text(opened(client, stage, ref))
    assert ("The team has read it." in shown, TOLD in shown) == (True, False)


def test_form_sent_twice_is_kept_once(client, stage, ref):
    page = blank(client, opened(client, stage, ref))
    assert "reached us before" not in text(send(client, page, words=TOLD))
    assert "reached us before" in text(send(client, page, words=TOLD))
    assert (Message.objects.count(), Entry.objects.filter(kind="addition-received").count()) == (1, 1)


def test_question_is_read_and_answered(client, stage, ref):
    asked = letter(stage, ref)
    page = opened(client, stage, ref)
    assert (ASKED in text(page), "A question" in text(page)) == (True, True)
    form = blank(client, page)
    assert (ASKED in text(form), "What is it?" in text(form)) == (True, False)
    assert "Your answer is with the team" in text(send(client, form, words=TOLD))
    ours, answer = read_by_team(stage, ref)
    assert (ours.card.ref, ours.card.read_on) == (asked, stage.now.date())
    assert (answer.said.sort, answer.said.to, answer.said.words) == (Sort.ANSWER, asked, TOLD)


def test_letter_of_somebody_else_is_not_shown_to_be_answered(stage, ref):
    theirs = letter(stage, stage.give())
    data = {"receipt": stage.receipts[ref].reveal(), "to": theirs}
    assert ASKED not in text(Client().post(f"{URL}write/", data))


def test_reading_leaves_a_day_and_nothing_in_the_ledger(client, stage, ref):
    letter(stage, ref)
    before = Entry.objects.count()
    assert "new" in text(opened(client, stage, ref))
    opened(client, stage, ref)
    assert (Message.objects.get().read_on, Entry.objects.count()) == (stage.now.date(), before)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_three_letters_as_for_one(client, stage, ref, count, django_assert_num_queries):
    for number in range(count):
        letter(stage, ref, words=f"Question {number}?")
    opened(client, stage, ref)
    page = client.get(URL)
    with django_assert_num_queries(6):
        send(client, page, receipt=stage.receipts[ref].reveal())


def test_letter_that_is_not_a_letter_is_said_not_to_open(client, stage, ref):
    """Rule: neither what a giver sends nor anything else can pose as a letter."""
    letter(stage, ref)
    item, team = Message.objects.get().item, Team.objects.get()
    giver = Giver.objects.get()
    content = said.to_bytes(Said(words="<b>pay here</b>", sort=Sort.ANSWER))
    forged = seal(team=team, kind="letter", content=content, ref=item.ref, inbox_key=bytes(giver.inbox_key))
    type(item).objects.filter(pk=item.pk).update(content=forged.content)
    type(item.inbox_key).objects.update(sealed_key=forged.for_inbox)
    page = text(opened(client, stage, ref))
    assert ("does not open" in page, "pay here" in page) == (True, False)


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"words": 1}', b'{"words":"x","sort":"question"}', b"[" * 5000])
def test_what_is_no_message_is_not_read_as_one(content):
    with pytest.raises(SaidNotReadable):
        said.read(Hidden(content), allowed=said.FROM_GIVER)


def test_who_gave_before_there_were_inboxes_has_one_once_they_open(client, stage, ref):
    Giver.objects.update(inbox_key=b"")
    opened(client, stage, ref)
    seed = receipts.inbox_seed_of(receipts.read(stage.receipts[ref]))
    assert bytes(Giver.objects.get().inbox_key) == public_half_of(seed)
    assert not Entry.objects.filter(kind="inbox-key-mended").exists()


def test_key_that_somebody_put_in_its_place_is_mended_and_written_down(client, stage, ref):
    Giver.objects.update(inbox_key=b"x" * 1216)
    opened(client, stage, ref)
    assert bytes(Giver.objects.get().inbox_key) != b"x" * 1216
    assert Entry.objects.get(kind="inbox-key-mended").subject == ref


def test_one_addition_is_destroyed_alone(client, stage, ref):
    send(client, blank(client, opened(client, stage, ref)), words=TOLD)
    page = opened(client, stage, ref)
    page = send(client, page, form=form_to(page, "/destroy/"))
    assert ("It was destroyed." in text(page), ItemKey.objects.count()) == (True, 1)
    (message,) = read_by_team(stage, ref)
    assert (message.card.is_destroyed, message.said) == (True, None)


def test_nobody_destroys_what_is_not_theirs(stage, ref, now):
    theirs, ours = stage.give(), letter(stage, ref)
    own = slips.read(slips.drawn(Team.objects.get())[0])
    added = adding.add_words(receipt=stage.receipts[theirs], slip=own, said=Said(words="x", sort=Sort.ADDITION), now=now).ref
    for forbidden in (added, ours, "V-000000"):
        with pytest.raises(NotFound):
            adding.destroy_added(receipt=stage.receipts[ref], ref=forbidden, now=now)
    assert ItemKey.objects.count() == 4


def test_destroying_everything_destroys_what_was_said_since(client, stage, ref):
    letter(stage, ref)
    send(client, blank(client, opened(client, stage, ref)), words=TOLD)
    page = opened(client, stage, ref)
    page = send(client, page, form=form_with(page, "destroy"), extent="destroy")
    assert "all that was written between you and the team" in text(page)
    send(client, page)
    assert (ItemKey.objects.count(), Entry.objects.filter(kind="message-destroyed").count()) == (0, 2)
    shown = text(opened(client, stage, ref))
    assert (ASKED in shown, "was destroyed" in shown) == (False, True)


# --- Sealed by a browser -----------------------------------------------------------------------------------------------------


def sealed_post(client, page, stage, *, content=None, team=None):
    """What static/intake/write.js sends: the same bytes, sealed here by the same format."""
    own = slips.read(dict_of(page)["slip"])
    made = seal(
        team=team or stage.team, kind=adding.KIND, content=content or said.to_bytes(Said(words=TOLD, sort=Sort.ADDITION)), ref=own.ref
    )
    texts = {name: base64.urlsafe_b64encode(data).decode() for name, data in (("content", made.content), ("key", made.sealed_key))}
    kept = {name: value for name, value in dict_of(page).items() if name in {"csrfmiddlewaretoken", "receipt", "slip", "to"}}
    return client.post(f"{URL}write/", kept | texts)


def dict_of(page):
    from tests.slices.intake_pages import forms_on

    return dict(next(form for form in forms_on(page) if form.action.endswith("/write/")).fields)


def test_what_a_browser_sealed_is_kept_as_it_is(client, stage, ref):
    page = blank(client, opened(client, stage, ref))
    answer = sealed_post(client, page, stage)
    assert "locked on your device" in text(answer)
    (message,) = read_by_team(stage, ref)
    assert message.said.words == TOLD
    assert "reached us before" in text(sealed_post(client, page, stage))
    assert Message.objects.count() == 1


def test_browser_with_an_old_key_is_asked_to_seal_anew(client, stage, ref):
    page = blank(client, opened(client, stage, ref))
    change_keys(team=Team.objects.get(), with_key=stage.key_of(stage.cast.teal), by=stage.cast.teal.ref, now=stage.now)
    refused = sealed_post(client, page, stage)
    assert (refused.status_code, Message.objects.count()) == (409, 0)
    assert sealed_post(client, refused, stage, team=Team.objects.get()).status_code == 200


def test_what_is_not_sealed_is_refused(client, stage, ref):
    page = blank(client, opened(client, stage, ref))
    kept = {name: value for name, value in dict_of(page).items() if name in {"csrfmiddlewaretoken", "receipt", "slip"}}
    assert client.post(f"{URL}write/", kept | {"content": "AAAA", "key": "AAAA"}).status_code == 422
    assert Message.objects.count() == 0


def test_rubbish_that_a_browser_sealed_is_shown_as_such_to_the_team(client, stage, ref):
    sealed_post(client, blank(client, opened(client, stage, ref)), stage, content=b"[[[[")
    (message,) = read_by_team(stage, ref)
    assert (message.said, message.card.is_destroyed) == (None, False)
