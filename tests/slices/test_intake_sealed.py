"""A testimony that its browser sealed: kept as it came, once, for the team's present key, and never read by the server."""

import base64
import re
from pathlib import Path

import pytest
from django.core.signing import Signer
from django.http import QueryDict
from django.test import Client
from tests.slices.intake_pages import walk_to_check
from tests.slices.intake_parts import PASSPHRASE, TOLD, USES, make_door

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence.opened import NotReadable, read_content
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import first_break
from firsthand.foundation.vault import opening, sealing, wire
from firsthand.foundation.vault.models import Item, Team
from firsthand.intake import slip
from firsthand.intake.actions import close_door
from firsthand.intake.models import Giver, Testimony
from firsthand.intake.receiving import DoorClosed, NothingMayBeKept, SlipSpent, receive_sealed
from firsthand.intake.testified import to_bytes
from firsthand.intake.views import steps
from firsthand.intake.views.steps import STEPS

CONTENT = to_bytes(TOLD)


def sealed_for(door, ref, *, content=CONTENT):
    """What the browser's module does, done by its twin."""
    row = {"ref": ref, "kind": "testimony", "version": 1}
    key, public = Hidden(bytes(range(32))), bytes(door.team.public_key)
    info = wire.item_key_info(team_public_key=public, **row)
    return {
        "content": sealing.encrypt_content(content, key=key, **row),
        "sealed_key": sealing.seal_key(key, public_key=public, info=info),
    }


def receive(door, now, own, *, uses=USES, **sealed):
    return receive_sealed(door=door, slip=own, uses=uses, language="en", now=now, **(sealed or sealed_for(door, own.ref)))


@pytest.fixture
def door(cast, now):
    return make_door(cast, now)


@pytest.fixture
def own(door):
    return slip.read(slip.drawn(door.team)[0])


def change_keys(team):
    public, _ = sealing.new_key_pair()
    Team.objects.filter(pk=team.pk).update(public_key=public, generation=team.generation + 1)


def counted():
    return (Testimony.objects.count(), Giver.objects.count(), Item.objects.count(), Grant.objects.count())


@pytest.mark.parametrize("token", ["", "x", "a.b.c:forged", "QUJD.V-7K3M9Q.0000000000000000"])
def test_slip_that_is_not_ours_is_none(token):
    assert slip.read(token) is None


def test_slip_signed_for_something_else_is_none(door):
    inside = slip.drawn(door.team)[0].rsplit(":", 1)[0]
    assert slip.read(Signer(salt="firsthand.intake.once").sign(inside)) is None


def test_closed_door_takes_nothing_sealed(cast, door, own, now):
    close_door(code=door.code, by=cast.wren, now=now)
    with pytest.raises(DoorClosed):
        receive(door, now, own)
    assert counted() == (0, 0, 0, 0)


def test_sealed_words_without_a_yes_to_keeping_are_not_kept(door, own, now):
    with pytest.raises(NothingMayBeKept):
        receive(door, now, own, uses=frozenset({Use.STATISTICS}))
    assert counted() == (0, 0, 0, 0)


def test_words_sealed_to_a_key_that_was_replaced_are_asked_for_again(door, own, now):
    sealed = sealed_for(door, own.ref)
    change_keys(door.team)
    with pytest.raises(SlipSpent):
        receive(door, now, own, **sealed)  # the page was loaded before, and the request too
    door.team.refresh_from_db()
    with pytest.raises(SlipSpent):
        receive(door, now, own, **sealed)
    assert counted() == (0, 0, 0, 0)


def test_ref_that_was_taken_meanwhile_is_asked_for_again(door, own, now):
    Item.objects.create(ref=own.ref, kind="quote", version=1, content=b"\x01")
    with pytest.raises(SlipSpent):
        receive(door, now, own)
    assert counted() == (0, 0, 1, 0)


def test_what_was_sealed_there_opens_for_the_team_as_the_rest(cast, door, own, now):
    receipt = receive(door, now, own)
    item = Testimony.objects.get(ref=receipt.testimony_ref).item
    team = opening.open_team_by_passphrase(team=door.team, holder=cast.teal.ref, passphrase=PASSPHRASE)
    assert opening.open_item(item, with_key=team).reveal() == CONTENT
    assert (item.ref, item.kind) == (own.ref, "testimony")
    assert {grant.use for grant in Grant.objects.filter(subject=receipt.testimony_ref)} == set(USES)
    assert [entry.kind for entry in Entry.objects.all()][-3:] == ["testimony-received", "consent-given", "consent-given"]
    assert first_break() is None


def test_same_slip_sent_twice_is_kept_once_even_after_the_keys_changed(door, own, now):
    first = receive(door, now, own)
    change_keys(door.team)
    door.team.refresh_from_db()
    again = receive(door, now, own)
    assert (again.words.reveal(), again.testimony_ref, again.is_new) == (first.words.reveal(), first.testimony_ref, False)
    assert counted()[:3] == (1, 1, 1)


def page_for(client, door):
    """The slip, the Ref and the fields of a fresh page."""
    text = client.get(f"/give/{door.code}/tell/").content.decode()
    said = dict(re.findall(r'data-(slip|ref|key|kind|version)="([^"]*)"', text))
    assert base64.urlsafe_b64decode(said["key"]) == bytes(door.team.public_key)
    return said


def post(client, door, said, **more):
    sealed = sealed_for(door, said["ref"])
    fields = {f"use-{use.value}": "no" for use in Use} | {"use-store": "yes", "use-statistics": "yes", "slip": said["slip"]}
    fields |= {"content": base64.urlsafe_b64encode(sealed["content"]).decode()}
    fields |= {"key": base64.urlsafe_b64encode(sealed["sealed_key"]).decode()}
    return client.post(f"/give/{door.code}/sealed/", fields | more)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"slip": "forged"}, 409),
        ({"use-store": "no"}, 422),
        ({"use-media": "perhaps"}, 422),
        ({"content": "QUJD"}, 422),
        ({"key": ""}, 422),
    ],
)
def test_page_refuses_what_it_cannot_keep_and_keeps_nothing(door, more, status):
    client = Client()
    assert post(client, door, page_for(client, door), **more).status_code == status
    assert counted() == (0, 0, 0, 0)


def test_page_whose_slip_is_spent_hands_out_another(door):
    client = Client()
    said = page_for(client, door)
    change_keys(door.team)
    answered = post(client, door, said)
    assert answered.status_code == 409
    renewed = dict(re.findall(r'data-(slip|ref)="([^"]*)"', answered.content.decode()))
    assert renewed["slip"] != said["slip"]
    door.team.refresh_from_db()
    assert post(client, door, said | renewed).status_code == 200
    assert counted()[:3] == (1, 1, 1)


def test_receipt_tells_where_the_words_were_sealed(door):
    client = Client()
    there = post(client, door, page_for(client, door)).content.decode()
    assert "locked on your device" in there
    assert "locked by our server" not in there
    here = client.post(f"/give/{door.code}/send/", dict(walk_fields(client, door))).content.decode()
    assert "locked by our server" in here


def walk_fields(client, door):
    from tests.slices.intake_pages import forms_on

    return forms_on(walk_to_check(client, door.code))[0].fields


def test_page_without_scripts_leads_to_the_form_that_needs_none(door):
    text = Client().get(f"/give/{door.code}/tell/").content.decode()
    assert f'<form method="post" action="/give/{door.code}/words/">' in text
    assert re.search(r'<form id="telling"[^>]* hidden', text)


def test_page_of_a_door_that_is_not_there_is_not_found(door):
    assert Client().get("/give/zzzzzz/tell/").status_code == 404
    assert Client().get(f"/give/{door.code}/sealed/").status_code == 302


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"null", b'"words"', b"{}", b"[" * 100_000, b'{"words":"a","acts":7}', b'{"words":"a","when":[1]}'],
    ids=["empty", "no-text", "list", "null", "string", "no-words", "deep", "acts-a-number", "when-a-list"],
)
def test_content_that_is_no_testimony_is_unreadable_and_is_not_repeated(content):
    with pytest.raises(NotReadable) as refused:
        read_content(Hidden(content))
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_content_with_strange_values_is_read_as_far_as_it_can_be():
    read = read_content(Hidden(b'{"words":["a"],"country":{"x":1},"acts":["no-such-act"],"when":{"year":"99999","day":-1}}'))
    assert read.said.when.year is None


def test_every_question_is_one_that_the_script_seals():
    """A field that is asked on the form without scripts and forgotten by the script would be lost without a word."""
    script = (Path(slip.__file__).parent / "static" / "intake" / "answers.js").read_text("utf-8")
    names = {name for step in STEPS for name in steps.blank_form(step, QueryDict()).fields}
    assert len(names) > 10
    assert sorted(name for name in names if not name.startswith("use-") and f'"{name}"' not in script) == []
