"""What must be passed on, by the law of which country: the text that was shown is the one that is recorded, and it never changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import at_desk
from tests.slices.intake_pages import forms_on, send
from tests.slices.intake_parts import make_door

from firsthand.core.refusal import NotFound
from firsthand.foundation.consents.models import Grant, LimitsText
from firsthand.foundation.ledger.models import Entry
from firsthand.intake.jurisdictions import JurisdictionNotRight, confirm_limits, limits_at, limits_shown, write_limits
from firsthand.site.desk_items import limits_to_check

KENYA = "A child in danger must be reported within a day."


@pytest.fixture
def door(cast, now):
    return make_door(cast, now)


def write(cast, now, *, by=None, jurisdiction="KE", language="en", text=KENYA):
    write_limits(organisation_id=cast.alder.pk, jurisdiction=jurisdiction, language=language, text=text, by=by or cast.wren, now=now)


def walk(client, door, *, law="", limits=None):
    """From the choice at the door to the receipt, by the shortest way."""
    page = client.post(f"/give/{door.code}/limits/", {"path": "record", "law": law})
    at = next(place for place, form in enumerate(forms_on(page)) if ("limits" in dict(form.fields)))
    page = send(client, page, form=at, **({} if limits is None else {"limits": limits}))
    page = send(client, page, words="The heron.")
    for _ in range(3):
        page = send(client, page)
    return send(client, send(client, page, use__store="yes"))


def test_only_a_coordinator_of_the_organisation_writes_for_a_country_and_a_language_that_there_are(cast, now):
    for person in (cast.teal, cast.lark, cast.finch, cast.moss):
        with pytest.raises(NotFound):
            write(cast, now, by=person)
    for wrong in ({"jurisdiction": "XX"}, {"jurisdiction": ""}, {"language": "tlh"}):
        with pytest.raises(JurisdictionNotRight):
            write(cast, now, **wrong)
    assert LimitsText.objects.count() == 0


def test_text_follows_the_country_and_falls_back_to_the_general_one(cast, now, door):
    write(cast, now)
    write(cast, now, language="fr", text="Un enfant en danger.")
    client = Client()
    assert KENYA in client.post(f"/give/{door.code}/limits/", {"law": "KE"}).content.decode()
    french = client.post(f"/give/{door.code}/limits/", {"law": "KE"}, headers={"accept-language": "fr"})
    assert "Un enfant en danger." in french.content.decode()
    assert KENYA in client.post(f"/give/{door.code}/limits/", {"law": "KE"}, headers={"accept-language": "ru"}).content.decode()
    for law in ("PE", "", "<b>"):
        text = client.post(f"/give/{door.code}/limits/", {"law": law}).content.decode()
        assert "A judge can order us to say what we know." in text
        assert KENYA not in text
        assert "<b>" not in text


def test_country_that_was_looked_for_is_the_one_whose_law_is_shown(cast, now, door):
    write(cast, now)
    start = Client().post(f"/give/{door.code}/", {"country": "KE"})
    ways = next(form for form in forms_on(start) if form.action.endswith("/limits/"))
    assert dict(ways.fields) == {"law": "KE"}


def test_version_that_was_shown_is_recorded_with_the_grants_and_stays(cast, now, door):
    write(cast, now)
    assert walk(Client(), door, law="KE").status_code == 200
    assert set(Grant.objects.values_list("limits_shown", flat=True)) == {"KE/en/1"}
    write(cast, now, text="Another text.")
    assert walk(Client(), door, law="KE").status_code == 200
    assert set(Grant.objects.values_list("limits_shown", flat=True)) == {"KE/en/1", "KE/en/2"}
    assert list(LimitsText.objects.order_by("version").values_list("text", flat=True)) == [KENYA, "Another text."]
    assert list(Entry.objects.filter(kind="limits-kept").values_list("facts", flat=True)) == [
        {"jurisdiction": "KE", "language": "en", "version": version} for version in (1, 2)
    ]
    ref = Grant.objects.first().subject
    assert "limits of confidence KE/en/1" in at_desk(cast.teal).get(f"/desk/evidence/testimonies/{ref}/consent/").content.decode()


def test_general_text_is_recorded_by_its_door(cast, now, door):
    walk(Client(), door)
    assert Grant.objects.get().limits_shown == f"door/{door.code}"


@pytest.mark.parametrize("forged", ["KE/en/7", "KE/en/²", "x" * 99, "KE", "PE/en/1", "door/other"])
def test_text_that_nobody_was_shown_is_not_recorded(cast, now, door, forged):
    write(cast, now)
    walk(Client(), door, law="KE", limits=forged)
    assert Grant.objects.get().limits_shown == f"door/{door.code}"


def test_usual_door_asks_the_database_nothing_for_it(door):
    with CaptureQueriesContext(connection) as asked:
        assert limits_shown(door, f"door/{door.code}") == limits_shown(door, "") == f"door/{door.code}"
    assert len(asked) == 0


def test_empty_text_gives_way_to_the_general_one(cast, now, door):
    write(cast, now)
    write(cast, now, text=" ")
    assert limits_at(door, country="KE", language="en").text == door.limits
    assert limits_at(door, country="KE", language="en").countries == ()


def test_text_of_another_organisation_is_not_shown(cast, now, door):
    write_limits(organisation_id=cast.birch.pk, jurisdiction="KE", language="en", text="Birch.", by=cast.finch, now=now)
    assert limits_at(door, country="KE", language="en").text == door.limits
    assert limits_shown(door, "KE/en/1") == f"door/{door.code}"


def test_text_that_nobody_checked_for_long_warns_the_team_and_never_the_giver(cast, now, door, settings):
    write(cast, now)
    fresh = Client().post(f"/give/{door.code}/limits/", {"law": "KE"}).content.decode()
    assert list(limits_to_check(cast.wren, now)) == []
    late = now + timedelta(days=31 * settings.LIMITS_MONTHS)
    assert [item.sentence for item in limits_to_check(cast.wren, late)] == ["1 text on what you must pass on was not checked lately."]
    assert list(limits_to_check(cast.teal, late)) == list(limits_to_check(cast.finch, late)) == []
    LimitsText.objects.update(checked_on=now.date() - timedelta(days=999))
    stale = Client().post(f"/give/{door.code}/limits/", {"law": "KE"}).content.decode()
    told = [page.split('<section class="notice warn')[1].split("What protects you")[0] for page in (fresh, stale)]
    assert told[0] == told[1]
    with pytest.raises(NotFound):
        confirm_limits(owner=cast.alder.ref, jurisdiction="KE", language="en", by=cast.finch, now=now)
    with pytest.raises(NotFound):
        confirm_limits(owner=cast.alder.ref, jurisdiction="KE", language="fr", by=cast.wren, now=now)
    confirm_limits(owner=cast.alder.ref, jurisdiction="KE", language="en", by=cast.wren, now=late)
    assert list(limits_to_check(cast.wren, late)) == []


def test_texts_are_written_and_confirmed_at_the_desk(cast, now, door):
    browser = at_desk(cast.wren)
    form = {"organisation": cast.alder.pk, "jurisdiction": "KE", "language": "en", "text": KENYA}
    assert at_desk(cast.teal).get("/desk/intake/limits/").status_code == 404
    assert browser.post("/desk/intake/limits/", form | {"organisation": cast.birch.pk}).status_code == 422
    assert browser.post("/desk/intake/limits/", form).status_code == 302
    LimitsText.objects.update(checked_on=timezone.now().date() - timedelta(days=999))
    assert "last checked on" in browser.get("/desk/intake/limits/").content.decode()
    assert browser.post(f"/desk/intake/limits/{cast.alder.ref}/KE/en/checked/").status_code == 302
    assert "last checked on" not in browser.get("/desk/intake/limits/").content.decode()
