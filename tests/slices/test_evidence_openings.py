"""Opening in bulk asks again who sits there, by whichever page; and the team sees who opened what."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage

import firsthand.evidence.views as views_of_evidence
from firsthand.evidence.views import openings
from firsthand.foundation.ledger.models import Entry

VIEWS = Path(views_of_evidence.__file__).parent


@pytest.fixture
def stage(cast, now, settings):
    settings.OPENINGS_AN_HOUR = 2
    return Stage(cast, now)


def unlocked(person, *, stepped_up=False):
    client = at_desk(person, stepped_up=stepped_up)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    return client


def shown(client, ref, name="show-testimony"):
    return client.get(reverse(f"evidence:{name}", args=[ref]))


def opened_by(person):
    return Entry.objects.filter(kind="testimony-opened", actor=person.ref).count()


def asks_again(answer):
    return answer.status_code == 302 and "reauthenticate" in answer["Location"]


def test_more_than_so_many_within_an_hour_ask_again_who_sits_there(stage):
    refs = [stage.give() for _ in range(3)]
    client = unlocked(stage.cast.teal)
    assert [shown(client, ref).status_code for ref in refs[:2]] == [200, 200]
    assert asks_again(shown(client, refs[2]))
    assert opened_by(stage.cast.teal) == 2
    assert shown(client, refs[0]).status_code == 200


@pytest.mark.parametrize("name", ["show-testimony", "code-testimony", "lift-quote", "mark-words", "decide-alert"])
def test_no_page_that_opens_goes_around_it(stage, name):
    refs = [stage.give() for _ in range(3)]
    client = unlocked(stage.cast.teal)
    for ref in refs[:2]:
        shown(client, ref)
    address = reverse(f"evidence:{name}", args=[refs[2]])
    assert asks_again(client.post(address) if name == "code-testimony" else client.get(address))
    assert opened_by(stage.cast.teal) == 2


def test_every_view_that_opens_words_counts():
    """A view that calls what opens, itself or through a function beside it, stands under the counter."""
    for path in VIEWS.glob("*.py"):
        functions = {node.name: node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
        calls = {
            name: {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
            for name, node in functions.items()
        }
        opening = {name for name, used in calls.items() if "open_testimony" in used}
        opening |= {name for name, used in calls.items() if used & opening}
        views = {name: functions[name] for name in opening if not name.startswith("_")}
        uncounted = [name for name, node in views.items() if "opening_counted" not in map(ast.unparse, node.decorator_list)]
        assert uncounted == [], path.name


def test_whoever_shows_again_that_it_is_they_goes_on(stage):
    refs = [stage.give() for _ in range(4)]
    client = unlocked(stage.cast.teal, stepped_up=True)
    assert [shown(client, ref).status_code for ref in refs] == [200] * 4


def test_an_hour_later_as_many_more_are_open(stage, monkeypatch):
    refs, client = [stage.give() for _ in range(3)], unlocked(stage.cast.teal)
    for ref in refs[:2]:
        shown(client, ref)
    session = client.session
    since, opened = session[openings.WINDOW]
    session[openings.WINDOW] = (since - openings.AN_HOUR, opened)
    session.save()
    assert shown(client, refs[2]).status_code == 200


def test_clock_set_back_begins_a_new_hour_and_never_a_longer_one(stage):
    refs = [stage.give() for _ in range(2)]
    client = unlocked(stage.cast.teal)
    session = client.session
    session[openings.WINDOW] = (int((stage.now + timedelta(days=400)).timestamp()), ["T-000000", "T-000001"])
    session.save()
    assert [shown(client, ref).status_code for ref in refs] == [200, 200]


def test_locked_vault_counts_nothing(stage):
    client = at_desk(stage.cast.teal, stepped_up=False)
    for _ in range(4):
        assert "/unlock/" in shown(client, stage.give())["Location"]


def page_of(person):
    return at_desk(person).get(reverse("evidence:list-openings")).content.decode()


def test_team_sees_who_opened_what_and_nobody_else_does(stage):
    ref = stage.give()
    shown(unlocked(stage.cast.teal), ref)
    for person in (stage.cast.teal, stage.cast.wren):
        page = page_of(person)
        assert (ref in page, "teal" in page) == (True, True)
    for person in (stage.cast.finch, stage.cast.moss, stage.cast.lark):
        assert ref not in page_of(person)


def test_page_of_openings_asks_no_more_for_three_than_for_one(stage, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = stage.give()
    coder, reader = unlocked(stage.cast.teal, stepped_up=True), at_desk(stage.cast.wren)
    shown(coder, first)
    reader.get(reverse("evidence:list-openings"))
    with CaptureQueriesContext(connection) as one:
        reader.get(reverse("evidence:list-openings"))
    asked = len(one)
    for _ in range(2):
        shown(coder, stage.give())
    with django_assert_num_queries(asked):
        reader.get(reverse("evidence:list-openings"))
