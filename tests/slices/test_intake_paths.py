"""The ways in: each asks only what it needs, leads nowhere without the yes that it needs, and is kept as a code."""

import re

import pytest
from django.test import Client
from tests.cast import at_desk
from tests.slices.intake_pages import forms_on, send
from tests.slices.intake_parts import PASSPHRASE, make_door

from firsthand.core.consent import Use
from firsthand.evidence.opened import read_content
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.vault.models import Item
from firsthand.foundation.vault.opening import open_item, open_team_by_passphrase
from firsthand.intake.models import Testimony
from firsthand.intake.paths import WAYS, Path, way_of

WORDS = "A grey car without plates stops at the bridge."
ANSWERS = {"words": {"words": WORDS}, "when": {"year": "2025"}, "place": {"country": "KE"}, "acts": {"acts": ["arrest"]}}


@pytest.fixture
def door(cast, now):
    return make_door(cast, now)


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def begun(client, door, path):
    """From the choice at the door to the first question."""
    limits = client.post(f"/give/{door.code}/limits/", {"path": path})
    return send(client, limits)


def walk(client, door, path, **uses):
    """To the page where everything is checked, or to the question that must be put right."""
    page, asked = begun(client, door, path), []
    for name in way_of(path).steps:
        asked.append(page.context["step"].name)
        page = send(client, page, **(uses if name == "uses" else ANSWERS[name]))
    return page, asked


def asked_uses(page):
    return {name.removeprefix("use-"): value for name, value in forms_on(page)[0].fields if name.startswith("use-")}


def test_door_offers_each_way_and_talking_before_them(client, door):
    text = client.get(f"/give/{door.code}/").content.decode()
    assert re.findall(r'<button class="button" name="path" value="(\w+)"', text) == ["record", "warn", "authority", "full"]
    assert text.index("Night line") < text.index("I only want to talk") < text.index('value="record"')


def test_who_only_wants_to_talk_is_shown_who_listens_and_nothing_is_kept(client, door):
    page = client.post(f"/give/{door.code}/", {"kind": "peer"})
    text = page.content.decode()
    assert "Night line" in text
    assert "Alder clinic" not in text
    assert list(page.cookies) == []
    assert (Testimony.objects.count(), Item.objects.count()) == (0, 0)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.path.value)
def test_each_way_asks_its_questions_and_its_uses_only_and_every_use_is_no(client, door, way):
    page, asked = walk(client, door, way.path)
    assert tuple(asked) == way.steps
    assert page.status_code == 422
    uses = asked_uses(page)
    assert set(uses) == {use.value for use in way.asks}
    assert set(uses.values()) == {"no"}


def test_way_without_the_yes_that_it_needs_leads_nowhere(client, door):
    for path, sentence in (("warn", "nobody can be warned"), ("authority", "no authority can be told")):
        page, _asked = walk(client, door, path, use__store="yes")
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert Testimony.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("record", {}),
        ("warn", {"use__peer-alert": "yes"}),
        ("authority", {"use__state-body": "yes"}),
        ("authority", {"use__un-submission": "yes"}),
        ("full", {}),
    ],
)
def test_way_is_kept_as_a_code_with_the_uses_that_were_said_yes_to(client, cast, door, path, said):
    page, _asked = walk(client, door, path, use__store="yes", **said)
    assert send(client, page).status_code == 200
    row = Testimony.objects.get()
    assert row.path == path
    assert set(Grant.objects.values_list("use", flat=True)) == {"store", *(name.removeprefix("use__") for name in said)}
    key = open_team_by_passphrase(team=door.team, holder=cast.teal.ref, passphrase=PASSPHRASE)
    opened = read_content(open_item(Item.objects.get(), with_key=key))
    assert opened.words.reveal() == WORDS
    assert opened.said.country == "KE"
    assert opened.said.acts == (frozenset() if path == "warn" else frozenset({"arrest"}))


def test_use_that_the_way_does_not_ask_about_cannot_be_slipped_in(client, door):
    page, _asked = walk(client, door, "record", use__store="yes")
    fields = [*forms_on(page)[0].fields, ("use-media", "yes"), ("use-un-named", "yes")]
    assert client.post(f"/give/{door.code}/send/", dict(fields)).status_code == 200
    assert set(Grant.objects.values_list("use", flat=True)) == {"store"}


def test_question_of_another_way_is_not_found(client, door):
    page = begun(client, door, "warn")
    assert send(client, page, to=f"/give/{door.code}/acts/", words=WORDS).status_code == 404


def test_unknown_way_is_a_full_report(client, door):
    page = begun(client, door, "<script>")
    assert dict(forms_on(page)[0].fields)["path"] == "full"


def test_going_back_keeps_the_way(client, door):
    page, _asked = walk(client, door, "warn", use__store="yes", **{"use__peer-alert": "yes"})
    back = send(client, page, to=f"/give/{door.code}/words/")
    assert "What should others look out for?" in back.content.decode()
    assert dict(forms_on(back)[0].fields) | {"path": "warn", "words": WORDS} == dict(forms_on(back)[0].fields)


def test_page_for_scripts_asks_what_the_way_asks(client, door):
    limits = client.post(f"/give/{door.code}/limits/", {"path": "warn"})
    page = send(client, limits, to=f"/give/{door.code}/tell/")
    text = page.content.decode()
    assert re.findall(r'data-step="(\w+)"', text) == ["words", "place", "uses", "check"]
    assert re.findall(r'name="use-([\w-]+)" value="yes"', text) == ["store", "peer-alert"]
    assert 'data-needs="use-peer-alert"' in text
    assert "nobody can be warned" in text


def test_desk_says_what_it_was_given_for(client, cast, door):
    page, _asked = walk(client, door, "authority", use__store="yes", **{"use__state-body": "yes"})
    send(client, page)
    assert "To tell an authority" in at_desk(cast.teal).get("/desk/evidence/").content.decode()


def test_every_way_asks_about_keeping_and_needs_only_what_it_asks():
    for way in WAYS:
        assert Use.STORE in way.asks
        assert way.needs <= way.asks
        assert bool(way.needs) == bool(way.unmet)
    assert [way.path for way in WAYS] == list(Path)
