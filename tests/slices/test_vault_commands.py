"""`firsthand vault` and `firsthand intake`: from nothing to an address that takes testimony, without a passphrase on the screen."""

from click.testing import CliRunner
from tests.slices.intake_parts import PASSPHRASE

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.actions import make_member_key
from firsthand.foundation.vault.models import MemberKey, Team
from firsthand.foundation.vault.queries import is_on_team
from firsthand.intake.models import Door, Service
from firsthand.site.commands.intake import intake
from firsthand.site.commands.vault import vault

TYPED = f"{PASSPHRASE.reveal()}\n"


def run(group, *words, typed=""):
    return CliRunner().invoke(group, words, input=typed)


def found(cast):
    return run(vault, "found-team", "--organisation", cast.alder.ref, "--holder", cast.teal.username, typed=TYPED * 2)


def open_door(cast, *more):
    return run(intake, "open-door", "--organisation", cast.alder.name, "--help-now", "Night line | 112 | always", *more)


def test_team_for_nobody_is_refused(cast):
    answer = run(vault, "found-team", "--organisation", cast.alder.ref, "--holder", "nobody", typed=TYPED * 2)
    assert (answer.exit_code, Team.objects.count()) == (1, 0)


def test_short_passphrase_founds_nothing(cast):
    answer = run(vault, "found-team", "--organisation", cast.alder.ref, "--holder", cast.teal.username, typed="short\nshort\n")
    assert (answer.exit_code, Team.objects.count(), MemberKey.objects.count()) == (1, 0, 0)
    assert "at least 12 characters" in answer.output


def test_wrong_passphrase_is_told(cast):
    found(cast)
    answer = run(vault, "unlock-check", cast.teal.username, typed="not this one\n")
    assert (answer.exit_code, "does not open your key" in answer.output) == (1, True)


def test_newcomer_without_a_key_does_not_join(cast):
    found(cast)
    words = ["join-team", "--organisation", cast.alder.ref, "--newcomer", cast.wren.username, "--opener", cast.teal.username]
    answer = run(vault, *words, typed=TYPED)
    assert (answer.exit_code, "wren has no key yet" in answer.output) == (1, True)


def test_door_before_there_is_a_team_is_refused(cast):
    answer = open_door(cast)
    assert (answer.exit_code, "no evidence team yet" in answer.output, Door.objects.count()) == (1, True, 0)


def test_door_without_a_way_to_reach_help_is_refused(cast):
    found(cast)
    answer = run(intake, "open-door", "--organisation", cast.alder.ref, "--help-now", "Night line")
    assert (answer.exit_code, Door.objects.count()) == (1, 0)


def test_closing_a_door_that_is_not_there_is_refused(db):
    assert run(intake, "close-door", "nosuch").exit_code == 1


def test_team_is_founded_checked_and_joined_without_showing_a_passphrase(cast, now):
    make_member_key(holder=cast.wren.ref, passphrase=PASSPHRASE, now=now)
    words = ["join-team", "--organisation", cast.alder.ref, "--newcomer", cast.wren.username, "--opener", cast.teal.username]
    answers = [found(cast), run(vault, *words, typed=TYPED), run(vault, "unlock-check", cast.wren.username, typed=TYPED)]
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    assert answers[2].output.strip().endswith("Teams: Evidence team.")
    assert not any("herons" in answer.output for answer in answers)
    assert is_on_team(cast.wren.ref, Team.objects.get())
    assert [entry.kind for entry in Entry.objects.all()] == ["team-founded", "team-joined"]


def test_door_is_opened_and_closed(cast, client, tmp_path):
    found(cast)
    limits = tmp_path / "limits.txt"
    limits.write_text("A judge can ask.\n", encoding="utf-8")
    address = open_door(cast, "--limits", str(limits)).output.strip()
    door = Door.objects.get()
    assert (address, door.limits) == (f"/give/{door.code}/", "A judge can ask.")
    assert list(Service.objects.values_list("organisation", "name", "how", "hours")) == [(cast.alder.pk, "Night line", "112", "always")]
    assert client.get(address).status_code == 200
    assert run(intake, "close-door", door.code).exit_code == 0
    assert client.get(address).status_code == 404
    assert [entry.kind for entry in Entry.objects.all()][-2:] == ["door-opened", "door-closed"]
