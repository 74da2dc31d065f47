"""Closing an account takes the person's key along, unless nobody could open a team's items then."""

import pytest
from tests.slices.evidence_stage import Stage

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.actions import deactivate_person
from firsthand.foundation.vault.actions import OnlyOneWhoOpens, forget_member_key
from firsthand.foundation.vault.models import MemberKey, Team
from firsthand.foundation.vault.queries import is_on_team
from firsthand.site.desk_items import keys_to_move_on


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


def test_account_of_the_only_one_who_opens_stays_open(stage, cast, now):
    team = stage.team
    for person in (cast.wren, cast.reed):
        forget_member_key(holder=person.ref, by="", now=now)
    with pytest.raises(OnlyOneWhoOpens):
        deactivate_person(person=cast.teal, by=cast.wren, now=now)
    cast.teal.refresh_from_db()
    assert (cast.teal.is_active, is_on_team(cast.teal.ref, team)) == (True, True)
    assert not Entry.objects.filter(kind="person-deactivated").exists()


def test_person_without_a_key_leaves_as_before(stage, cast, now):
    before = Entry.objects.count()
    deactivate_person(person=cast.dove, by=cast.wren, now=now)
    assert [entry.kind for entry in Entry.objects.all()][before:] == ["person-deactivated"]


def test_who_leaves_takes_their_key_along_and_the_team_is_due_for_new_keys(stage, cast, now):
    team = stage.team
    deactivate_person(person=cast.teal, by=cast.wren, now=now)
    assert not MemberKey.objects.filter(holder=cast.teal.ref).exists()
    assert (is_on_team(cast.teal.ref, team), Team.objects.get().is_rekey_due) == (False, True)
    assert [[item.act for item in keys_to_move_on(person, now)] for person in (cast.wren, cast.reed)] == [["Change them"], []]
    last = Entry.objects.last()
    assert (last.kind, last.subject, last.facts) == ("team-member-left", cast.alder.ref, {"left": cast.teal.ref})
