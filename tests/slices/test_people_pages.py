"""The pages about organisations, people and one's own account: who sees what, refusals first."""

import re

import pytest
from django.test.utils import CaptureQueriesContext
from tests.cast import at_desk

from firsthand.core.ref import Kind, mint
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.actions import invite_person
from firsthand.foundation.people.models import DeskSession, Organisation, Person, Role


def _missing(kind=Kind.ORGANISATION):
    return mint(kind, lambda _n: 7)


@pytest.fixture
def house(cast):
    """Everybody of Alder House, and the others."""
    for name in ("wren", "teal", "reed", "lark", "dove", "finch", "stone", "moss"):
        getattr(cast, name)
    return cast


def test_list_shows_nobody_an_organisation_that_is_not_theirs(house):
    for person in (house.finch, house.teal, house.stone, house.moss):
        page = at_desk(person).get("/desk/people/").content.decode()
        own = {role.organisation.name for role in Role.objects.filter(person=person)}
        for organisation in Organisation.objects.all():
            assert (organisation.name in page) == (organisation.name in own)


def test_organisation_is_not_found_for_others_in_the_very_words_of_one_that_does_not_exist(house):
    for person in (house.finch, house.moss, house.stone):
        browser = at_desk(person)
        forbidden = browser.get(f"/desk/people/{house.alder.ref}/")
        missing = browser.get(f"/desk/people/{_missing()}/")
        assert (forbidden.status_code, missing.status_code) == (404, 404)
        assert _words_of(forbidden) == _words_of(missing)


def test_the_hosts_coordinator_sees_names_of_others_and_no_inside(house):
    browser = at_desk(house.wren)
    assert "Birch Collective" in browser.get("/desk/people/").content.decode()
    assert browser.get(f"/desk/people/{house.birch.ref}/").status_code == 404
    assert browser.get(f"/desk/people/{house.birch.ref}/{house.finch.ref}/").status_code == 404


def test_people_without_the_role_of_coordinator_see_names_and_change_nothing(house):
    for person in (house.teal, house.reed, house.lark, house.dove):
        browser = at_desk(person)
        page = browser.get(f"/desk/people/{house.alder.ref}/").content.decode()
        assert "wren" in page
        assert "/invite/" not in page
        assert browser.get(f"/desk/people/{house.alder.ref}/invite/").status_code == 404
        assert browser.get(f"/desk/people/{house.alder.ref}/{house.dove.ref}/").status_code == 404
        for act in ("roles/give/", "roles/end/", "renew/", "deactivate/"):
            assert browser.post(f"/desk/people/{house.alder.ref}/{house.dove.ref}/{act}", {"role": "coder"}).status_code == 404
        assert browser.get("/desk/people/organisations/new/").status_code == 404
        assert browser.get("/desk/people/regions/new/").status_code == 404
    assert Entry.objects.count() == 0


def test_a_person_of_another_organisation_cannot_be_reached_through_ones_own(house):
    browser = at_desk(house.wren)
    for act in ("roles/give/", "roles/end/", "renew/", "deactivate/"):
        assert browser.post(f"/desk/people/{house.alder.ref}/{house.finch.ref}/{act}", {"role": "coordinator"}).status_code == 404
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("act", ["roles/give/", "roles/end/", "renew/", "deactivate/"])
def test_dangerous_acts_ask_again_who_sits_there_and_lead_back_to_the_person(house, act):
    page = f"/desk/people/{house.alder.ref}/{house.dove.ref}/"
    answer = at_desk(house.wren, stepped_up=False).post(f"{page}{act}", {"role": "reader"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/account/2fa/reauthenticate/?next={page.replace('/', '%2F')}"
    assert Entry.objects.count() == 0


def test_inviting_asks_again_before_the_form_is_filled_in(house):
    answer = at_desk(house.wren, stepped_up=False).get(f"/desk/people/{house.alder.ref}/invite/")
    assert answer["Location"].startswith("/desk/account/2fa/reauthenticate/?next=")


def test_inviting_with_a_name_that_is_taken_says_so_at_the_field(house):
    answer = at_desk(house.wren).post(f"/desk/people/{house.alder.ref}/invite/", {"username": "Finch", "roles": ["coder"]})
    assert answer.status_code == 422
    assert "Someone else has this name already" in answer.content.decode()


def test_inviting_shows_the_first_passphrase_once_and_only_in_the_answer(house):
    browser = at_desk(house.wren)
    answer = browser.post(f"/desk/people/{house.alder.ref}/invite/", {"username": "Olive", "roles": ["coder"]})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    first = re.search(r"\b[a-z]+(?:-[a-z]+){5}\b", answer.content.decode()).group()
    assert Person.objects.get(username="olive").check_password(first)
    assert first not in str(dict(browser.session.items()))
    assert first not in browser.get(f"/desk/people/{house.alder.ref}/").content.decode()


def test_founding_leads_to_inviting_the_first_coordinator_and_then_closes(house, now):
    browser = at_desk(house.wren)
    assert "Cedar" not in browser.get("/desk/people/organisations/new/").content.decode()
    given = {"name": "Cedar Union", "kind": "community-led", "country": "TH", "region": "north", "languages": "th, en"}
    answer = browser.post("/desk/people/organisations/new/", given)
    founded = Organisation.objects.get(name="Cedar Union")
    assert (founded.region, founded.languages) == (house.north, ["th", "en"])
    assert answer["Location"] == f"/desk/people/{founded.ref}/invite/"
    assert 'value="coordinator"' in browser.get(answer["Location"]).content.decode()
    assert browser.post(answer["Location"], {"username": "olive", "roles": ["coordinator"]}).status_code == 200
    assert browser.get(f"/desk/people/{founded.ref}/").status_code == 404
    again = browser.post("/desk/people/organisations/new/", given)
    assert again.status_code == 422
    assert "a name that no other has" in again.content.decode()


def test_region_is_named_and_refused_twice(house):
    browser = at_desk(house.wren)
    assert browser.get("/desk/people/regions/new/").status_code == 200
    assert browser.post("/desk/people/regions/new/", {"name": "South", "code": "south"}).status_code == 302
    assert browser.post("/desk/people/regions/new/", {"name": "South", "code": "south"}).status_code == 422


def test_roles_are_given_and_ended_from_the_persons_page(house):
    browser = at_desk(house.wren)
    page = f"/desk/people/{house.alder.ref}/{house.dove.ref}/"
    assert browser.get(page).status_code == 200
    assert browser.post(f"{page}roles/give/", {"role": "coordinator"})["Location"] == page
    assert browser.post(f"{page}roles/give/", {"role": "queen"}).status_code == 404
    assert browser.post(f"{page}roles/end/", {"role": "reader"}).status_code == 302
    assert [role.name for role in Role.objects.filter(person=house.dove)] == ["coordinator"]


def test_the_last_coordinator_is_told_to_name_another(house):
    answer = at_desk(house.wren).post(f"/desk/people/{house.alder.ref}/{house.wren.ref}/roles/end/", {"role": "coordinator"})
    assert answer.status_code == 409
    assert "Name another first" in answer.content.decode()


def test_account_closed_and_renewed_from_the_persons_page(house):
    browser = at_desk(house.wren)
    page = f"/desk/people/{house.alder.ref}/{house.dove.ref}/"
    renewed = browser.post(f"{page}renew/")
    assert renewed.status_code == 200
    assert "dove" in renewed.content.decode()
    assert "Not yet set up" in browser.get(f"/desk/people/{house.alder.ref}/").content.decode()
    assert browser.post(f"{page}deactivate/").status_code == 302
    assert not Person.objects.get(username="dove").is_active
    assert "Closed" in browser.get(f"/desk/people/{house.alder.ref}/").content.decode()


def test_lists_ask_the_database_as_often_for_three_as_for_one(house, now, django_assert_num_queries):
    from django.db import connection

    browser = at_desk(house.wren)
    address = f"/desk/people/{house.birch.ref}/"
    finch = at_desk(house.finch)
    finch.get(address)
    with CaptureQueriesContext(connection) as once:
        finch.get(address)
    for name in ("elm", "fir", "gorse"):
        invite_person(username=name, organisation=house.birch, roles=["coder", "reader"], by=None, now=now)
    with django_assert_num_queries(len(once)):
        finch.get(address)
    browser.get("/desk/people/")
    with CaptureQueriesContext(connection) as once:
        browser.get("/desk/people/")
    for name in ("Hazel", "Ivy", "Juniper"):
        Organisation.objects.create(name=name, kind="ally", region=house.north)
    with django_assert_num_queries(len(once)):
        browser.get("/desk/people/")


def test_account_page_says_where_one_works_and_what_to_do_with_no_role(house):
    assert "Alder House" in at_desk(house.teal).get("/desk/account/").content.decode()
    assert "You hold no role now" in at_desk(house.moss).get("/desk/account/").content.decode()


def test_sessions_of_others_are_neither_seen_nor_ended(house):
    browser = at_desk(house.teal)
    at_desk(house.wren)
    wrens = DeskSession.objects.get(person=house.wren)
    assert wrens.code not in browser.get("/desk/account/sessions/").content.decode()
    assert browser.post(f"/desk/account/sessions/{wrens.code}/end/").status_code == 404
    assert browser.post("/desk/account/sessions/0000000000000000/end/").status_code == 404
    assert DeskSession.objects.filter(pk=wrens.pk).exists()


def test_session_ended_from_another_browser_is_out_at_its_next_step(house):
    here, there = at_desk(house.teal), at_desk(house.teal)
    code = there.session["desk_session"]
    assert here.post(f"/desk/account/sessions/{code}/end/").status_code == 302
    assert there.get("/desk/account/")["Location"].startswith("/desk/account/login/")
    assert here.get("/desk/account/").status_code == 200
    assert [(entry.kind, entry.facts) for entry in Entry.objects.all()] == [("sessions-ended", {"sessions": 1})]


def test_all_other_sessions_end_and_this_one_stays(house):
    here, *others = (at_desk(house.teal) for _browser in range(4))
    assert here.post("/desk/account/sessions/end-others/").status_code == 302
    assert "3 other browsers are signed out." in here.get("/desk/account/sessions/").content.decode()
    for browser in others:
        assert browser.get("/desk/account/").status_code == 302
    assert DeskSession.objects.filter(person=house.teal).count() == 1


def test_sessions_page_shows_days_and_nothing_else(house):
    browser = at_desk(house.teal)
    agent = "Mozilla/5.0 (X11; Example)"
    page = browser.get("/desk/account/sessions/", headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.9").content.decode()
    assert "This one" in page
    assert "203.0.113.9" not in page
    assert "Mozilla" not in page
    assert {field.name for field in DeskSession._meta.get_fields()} == {"id", "person", "code", "key_hash", "started_on", "seen_on"}


def _words_of(answer):
    """The page without what differs between any two answers: the token of its forms and its own address."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return page.replace(answer.wsgi_request.path, "")
