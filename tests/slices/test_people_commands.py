"""`firsthand people`: how a fresh installation gets its first coordinator."""

import re

import pytest
from click.testing import CliRunner
from tests.cast import at_desk

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.site.commands.people import people

pytestmark = pytest.mark.django_db


def _run(*words):
    return CliRunner().invoke(people, words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "olive", "--organisation", "Nowhere", "--role", "coder"], "No organisation has the reference or the name “Nowhere”."),
        (["add", "two words", "--organisation", "Cedar", "--role", "coder"], "no spaces"),
        (["role", "add", "nobody", "coder", "--organisation", "Cedar"], "Nobody has the chosen name “nobody”."),
        (["role", "end", "olive", "coordinator", "--organisation", "Cedar"], "Name another first."),
        (["close", "olive"], "Name another first."),
        (["renew", "nobody"], "Nobody has the chosen name"),
        (["organisation", "add", "Cedar"], "a name that no other has"),
        (["organisation", "add", "Fir", "--country", "zq"], "not a country’s code"),
    ],
)
def test_command_that_is_refused_says_why_and_exits_1(words, said):
    assert _run("organisation", "add", "Cedar").exit_code == 0
    assert _run("add", "olive", "--organisation", "Cedar", "--role", "coordinator").exit_code == 0
    before = Entry.objects.count()
    answer = _run(*words)
    assert answer.exit_code == 1
    assert said in answer.output
    assert Entry.objects.count() == before


def test_a_fresh_installation_gets_its_host_and_first_coordinator():
    founded = _run("organisation", "add", "Cedar", "--country", "th", "--region", "asia", "--languages", "th,en")
    assert "(hosts the network)" in founded.output
    row = Organisation.objects.get()
    assert (row.hosts_network, row.country, row.region.code, row.languages) == (True, "TH", "asia", ["th", "en"])
    made = _run("add", "Olive", "--organisation", row.ref, "--role", "coordinator", "--role", "coder")
    first = re.search(r"First passphrase:  (\S+)", made.output).group(1)
    olive = Person.objects.get()
    assert olive.check_password(first)
    assert olive.must_change_password
    assert [entry.actor for entry in Entry.objects.all()] == ["", "", ""]
    listed = _run("list").output
    assert f"{olive.ref}  olive: coder, coordinator  (not yet set up)" in listed
    assert first not in listed


def test_roles_renewal_and_closing_from_the_machine(cast):
    cast.finch  # noqa: B018 -- made first
    assert _run("role", "add", "finch", "reader", "--organisation", cast.alder.ref).exit_code == 0
    assert Role.objects.filter(person=cast.finch, organisation=cast.alder, name="reader").exists()
    assert _run("role", "end", "finch", "reader", "--organisation", "Alder House").output == "Ended.\n"
    browser = at_desk(cast.teal)
    renewed = _run("renew", "teal")
    assert Person.objects.get(username="teal").check_password(re.search(r"First passphrase:  (\S+)", renewed.output).group(1))
    assert browser.get("/desk/account/").status_code == 302
    assert _run("close", "teal").output == "Closed.\n"
    assert "teal: coder  (closed)" in _run("list").output
