"""Founding, inviting, roles and closing: who may, what stays, and one row in the ledger for each."""

import pytest
from django.contrib.auth import authenticate
from tests.cast import at_desk

from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.actions import (
    deactivate_person,
    end_role,
    found_organisation,
    found_region,
    give_role,
    invite_person,
    renew_person,
)
from firsthand.foundation.people.actions.founding import CountryUnknown, LanguageUnknown, OrganisationNameTaken, RegionNotValid
from firsthand.foundation.people.actions.people import NameNotValid, NameTaken, RoleMissing, WorksElsewhere
from firsthand.foundation.people.actions.roles import LastCoordinator
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import has_second_factor, may_coordinate


def _found(by, now, **changed):
    given = {"name": "Cedar Union", "kind": "community-led", "country": "TH", "region": None, "languages": ["th", "en"]}
    return found_organisation(**{**given, **changed}, by=by, now=now)


def test_founding_is_refused_to_whoever_does_not_coordinate_the_host(cast, now):
    cast.alder.save()
    for person in (cast.finch, cast.teal, cast.stone, cast.moss):
        with pytest.raises(NotPermitted):
            _found(person, now)
        with pytest.raises(NotPermitted):
            found_region(code="south", name="South", by=person, now=now)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " alder house "}, OrganisationNameTaken),
        ({"name": " "}, OrganisationNameTaken),
        ({"country": "ZQ"}, CountryUnknown),
        ({"languages": ["English"]}, LanguageUnknown),
    ],
)
def test_founding_refuses_what_is_wrong(cast, now, changed, refusal):
    with pytest.raises(refusal):
        _found(cast.wren, now, **changed)


def test_founding_a_region_refuses_a_code_that_is_taken(cast, now):
    found_region(code="south", name="South", by=cast.wren, now=now)
    with pytest.raises(RegionNotValid):
        found_region(code="south", name="South again", by=cast.wren, now=now)


def test_the_first_organisation_of_an_installation_hosts_the_network_and_no_other_does(db, now):
    first = _found(None, now)
    second = _found(None, now, name="Dogwood")
    assert (first.hosts_network, second.hosts_network) == (True, False)
    assert [(entry.kind, entry.subject, entry.actor) for entry in Entry.objects.order_by("number")] == [
        ("organisation-founded", first.ref, ""),
        ("organisation-founded", second.ref, ""),
    ]


def test_the_host_decides_for_an_organisation_only_until_it_has_a_coordinator(cast, now):
    founded = _found(cast.wren, now)
    assert may_coordinate(cast.wren, founded)
    assert not may_coordinate(cast.teal, founded)
    assert not may_coordinate(cast.finch, founded)
    invite_person(username="olive", organisation=founded, roles=["coordinator"], by=cast.wren, now=now)
    assert not may_coordinate(cast.wren, founded)
    with pytest.raises(NotPermitted):
        invite_person(username="plum", organisation=founded, roles=["coder"], by=cast.wren, now=now)


def test_inviting_is_refused_to_whoever_does_not_coordinate_that_organisation(cast, now):
    for person in (cast.finch, cast.teal, cast.lark, cast.stone, cast.moss):
        with pytest.raises(NotPermitted):
            invite_person(username="olive", organisation=cast.alder, roles=["coder"], by=person, now=now)
    assert not Person.objects.filter(username="olive").exists()


@pytest.mark.parametrize("name", ["o", "two words", "-olive", "o" * 61, ""])
def test_inviting_refuses_a_name_that_cannot_be_signed_in_with(cast, now, name):
    with pytest.raises(NameNotValid):
        invite_person(username=name, organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)


def test_inviting_refuses_a_name_that_differs_from_another_in_case_only(cast, now):
    invite_person(username="Ольха", organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)
    with pytest.raises(NameTaken):
        invite_person(username="ОЛЬХА", organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)


def test_inviting_refuses_someone_without_a_role(cast, now):
    with pytest.raises(RoleMissing):
        invite_person(username="olive", organisation=cast.alder, roles=[], by=cast.wren, now=now)


def test_invited_person_has_a_passphrase_that_must_change_and_stands_in_no_row(cast, now):
    person, first = invite_person(username="Olive", organisation=cast.alder, roles=["coder", "reader"], by=cast.wren, now=now)
    assert person.username == "olive"
    assert person.must_change_password
    assert len(first.reveal().split("-")) == 6
    assert person.check_password(first.reveal())
    assert first.reveal() not in person.password
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.actor) == ("person-invited", person.ref, cast.wren.ref)
    assert entry.facts == {"organisation": cast.alder.ref, "roles": ["coder", "reader"]}


def test_first_passphrases_differ(cast, now):
    firsts = {
        invite_person(username=f"olive{n}", organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)[1].reveal() for n in range(8)
    }
    assert len(firsts) == 8


def test_giving_a_role_is_refused_for_someone_of_another_organisation_as_if_they_were_not_there(cast, now):
    with pytest.raises(NotFound):
        give_role(person=cast.finch, organisation=cast.alder, role="coder", by=cast.wren, now=now)
    with pytest.raises(NotPermitted):
        give_role(person=cast.finch, organisation=cast.alder, role="coder", by=cast.finch, now=now)
    with pytest.raises(NotPermitted):
        give_role(person=cast.teal, organisation=cast.alder, role="coordinator", by=cast.teal, now=now)


def test_a_role_is_given_once_and_recorded_once(cast, now):
    for _again in range(2):
        give_role(person=cast.dove, organisation=cast.alder, role="editor", by=cast.wren, now=now)
    assert Role.objects.filter(person=cast.dove, name="editor").count() == 1
    assert [(entry.kind, entry.facts) for entry in Entry.objects.all()] == [
        ("role-given", {"organisation": cast.alder.ref, "role": "editor"})
    ]


def test_ending_the_last_coordinator_is_refused(cast, now):
    with pytest.raises(LastCoordinator):
        end_role(person=cast.wren, organisation=cast.alder, role="coordinator", by=cast.wren, now=now)
    with pytest.raises(LastCoordinator):
        deactivate_person(person=cast.wren, by=cast.wren, now=now)
    assert may_coordinate(cast.wren, cast.alder)


def test_ending_a_role_that_is_not_held_is_refused(cast, now):
    with pytest.raises(NotFound):
        end_role(person=cast.dove, organisation=cast.alder, role="coder", by=cast.wren, now=now)


def test_an_ended_role_goes_and_the_ledger_remembers(cast, now):
    end_role(person=cast.teal, organisation=cast.alder, role="coder", by=cast.wren, now=now)
    assert not Role.objects.filter(person=cast.teal).exists()
    assert [entry.kind for entry in Entry.objects.filter(subject=cast.teal.ref)] == ["role-ended"]


def test_closing_an_account_is_refused_to_others_and_where_the_person_works_elsewhere_too(cast, now):
    for person in (cast.finch, cast.lark, cast.moss):
        with pytest.raises(NotPermitted):
            deactivate_person(person=cast.teal, by=person, now=now)
    with pytest.raises(NotPermitted):
        deactivate_person(person=cast.moss, by=cast.wren, now=now)
    give_role(person=cast.teal, organisation=cast.birch, role="coder", by=None, now=now)
    with pytest.raises(WorksElsewhere):
        deactivate_person(person=cast.teal, by=cast.wren, now=now)
    cast.teal.refresh_from_db()
    assert cast.teal.is_active


def test_a_closed_account_is_out_at_once_everywhere(cast, now):
    cast.wren  # noqa: B018 -- made first, so that somebody coordinates
    browsers = [at_desk(cast.teal), at_desk(cast.teal)]
    deactivate_person(person=cast.teal, by=cast.wren, now=now)
    for browser in browsers:
        assert browser.get("/desk/account/")["Location"].startswith("/desk/account/login/")
    entry = Entry.objects.get(kind="person-deactivated")
    assert (entry.subject, entry.facts) == (cast.teal.ref, {"sessions": 2})


def test_closing_a_closed_account_changes_nothing(cast, now):
    for _again in range(2):
        deactivate_person(person=cast.teal, by=cast.wren, now=now)
    assert Entry.objects.filter(kind="person-deactivated").count() == 1


def test_renewing_is_refused_to_others(cast, now):
    for person in (cast.finch, cast.lark, cast.moss, cast.teal):
        with pytest.raises(NotPermitted):
            renew_person(person=cast.teal, by=person, now=now)


def test_renewing_takes_the_second_factor_and_every_session_and_the_old_passphrase(cast, now):
    browser = at_desk(cast.teal)
    first = renew_person(person=cast.teal, by=cast.wren, now=now)
    assert not has_second_factor(cast.teal)
    assert browser.get("/desk/account/").status_code == 302
    assert authenticate(username="teal", password="a long enough passphrase") is None
    assert authenticate(username="teal", password=first.reveal()) == cast.teal
    assert Person.objects.get(pk=cast.teal.pk).must_change_password
    assert [entry.kind for entry in Entry.objects.all()] == ["person-renewed"]


def test_at_most_one_organisation_hosts_the_network(cast):
    from django.db import IntegrityError, transaction

    cast.alder.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Second host", kind="ally", hosts_network=True)
