"""The directory of services: refused where it could harm, narrowed at the door, kept at the desk, and no word lost on the way into it."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import at_desk
from tests.slices.intake_parts import make_door, make_team

from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.foundation.ledger.models import Entry
from firsthand.intake.actions import Offer, open_door
from firsthand.intake.directory import LastHelp, LinkTracks, NoHelpNamed, ServiceNotRight, change_service, end_service, name_service
from firsthand.intake.helping import Sought, directory_at
from firsthand.intake.models import Door, Service
from firsthand.site.desk_items import services_to_try

LINE = Offer(name="Night line", how="112")


def name(cast, now, *, by=None, **said):
    offer = Offer(**({"name": "Night line", "how": "112"} | said))
    return name_service(organisation=cast.alder, offer=offer, by=by or cast.wren, now=now)


@pytest.fixture
def door(cast, now):
    return make_door(cast, now)


def names(door, now, **sought):
    found = directory_at(door, sought=Sought(**sought), today=now.date(), language="en")
    return [card.name for card in found.services], found.is_all


def test_only_coordinators_and_coders_of_the_organisation_name_services(cast, now):
    for person in (cast.lark, cast.reed, cast.dove, cast.finch, cast.moss):
        with pytest.raises(NotPermitted):
            name(cast, now, by=person)
    assert Service.objects.count() == 0
    name(cast, now, by=cast.teal)
    assert Service.objects.get().checked_on == now.date()
    assert Entry.objects.get().kind == "service-named"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, NoHelpNamed),
        ({"how": ""}, NoHelpNamed),
        ({"how": "https://clinic.example.org/?utm_source=door"}, LinkTracks),
        ({"how": "https://clinic.example.org/#from-door"}, LinkTracks),
        ({"how": "http://clinic.example.org/"}, LinkTracks),
        ({"how": "https://me:secret@clinic.example.org/"}, LinkTracks),
        ({"how": "https://bit.ly/3xyz"}, LinkTracks),
        ({"how": "see https://clinic.example.org and http://other.example.org"}, LinkTracks),
        ({"how": "javascript://clinic.example.org/%0Aalert(1)"}, LinkTracks),
        ({"kinds": ("prayer",)}, ServiceNotRight),
        ({"country": "XX"}, ServiceNotRight),
        ({"languages": ("en", "zz")}, ServiceNotRight),
    ],
)
def test_what_cannot_be_shown_as_it_is_is_refused(cast, now, said, refusal):
    with pytest.raises(refusal):
        name(cast, now, **said)
    assert Service.objects.count() == 0


def test_door_opens_where_the_organisation_names_help_already(cast, now):
    team = make_team(cast, now)
    with pytest.raises(NoHelpNamed):
        open_door(organisation=cast.alder, team=team, limits="", by=cast.wren, now=now)
    name(cast, now)
    assert open_door(organisation=cast.alder, team=team, limits="", by=cast.wren, now=now).is_open


def test_last_service_of_an_open_door_stays_until_there_is_another(cast, now):
    team, first = make_team(cast, now), name(cast, now)
    door = open_door(organisation=cast.alder, team=team, limits="", by=cast.wren, now=now)
    with pytest.raises(LastHelp):
        end_service(number=first, by=cast.wren, now=now)
    name(cast, now, name="Day line")
    end_service(number=first, by=cast.wren, now=now)
    assert names(door, now) == (["Day line"], False)


def test_service_of_another_organisation_is_not_found(cast, now):
    number = name(cast, now)
    for person in (cast.finch, cast.moss, cast.dove):
        with pytest.raises(NotFound):
            end_service(number=number, by=person, now=now)
        with pytest.raises(NotFound):
            change_service(number=number, offer=LINE, by=person, now=now)
        assert at_desk(person).get(f"/desk/intake/services/{number}/").status_code == 404


def test_door_narrows_by_country_language_and_kind_and_never_to_nothing(cast, now, door):
    name(cast, now, name="Lima clinic", country="PE", kinds=("medical",), languages=("es",))
    assert names(door, now) == (["Night line", "Alder clinic", "Lima clinic"], False)
    assert names(door, now, country="PE") == (["Lima clinic", "Night line"], False)
    assert names(door, now, country="KE", kind="medical") == (["Alder clinic"], False)
    assert names(door, now, language="sw") == (["Night line", "Alder clinic"], False)
    assert names(door, now, country="FR", kind="shelter") == (["Night line", "Alder clinic", "Lima clinic"], True)


def test_page_is_narrowed_by_what_is_sent_and_sets_no_cookie(cast, now, door):
    client = Client(enforce_csrf_checks=True)
    page = client.post(f"/give/{door.code}/", {"kind": "medical"})
    text = page.content.decode()
    assert page.status_code == 200
    assert list(page.cookies) == []
    assert "Alder clinic" in text
    assert "Night line" not in text
    assert '<option value="medical" selected>' in text
    everything = client.post(f"/give/{door.code}/", {"kind": "<b>nothing</b>", "country": "KE"}).content.decode()
    assert "here is everything we know of" in everything
    assert "<b>nothing</b>" not in everything


def test_links_tell_nobody_who_followed_them(cast, now, door):
    name(cast, now, name="Clinic", how="https://clinic.example.org/help/")
    name(cast, now, name="Hidden", how=f"http://{'a' * 56}.onion/")
    text = Client().get(f"/give/{door.code}/").content.decode()
    assert '<a class="how" href="https://clinic.example.org/help/" dir="ltr" rel="noreferrer noopener">' in text
    assert f'href="http://{"a" * 56}.onion/"' in text
    assert 'href="tel:+254700000000"' in text


def test_service_that_nobody_tried_for_long_warns_givers_and_waits_on_the_desk(cast, now, door, settings):
    assert list(services_to_try(cast.wren, now)) == []
    Service.objects.filter(name="Night line").update(checked_on=now.date() - timedelta(days=settings.SERVICE_DAYS + 1))
    Service.objects.filter(name="Alder clinic").update(checked_on=None)
    assert [item.sentence for item in services_to_try(cast.teal, now)] == ["2 places to find help were not tried for long."]
    assert list(services_to_try(cast.finch, now)) == []
    Service.objects.filter(name="Night line").update(checked_on="2020-01-31")
    text = Client().get(f"/give/{door.code}/").content.decode()
    assert "We last tried this on Jan. 31, 2020" in text
    assert "We have not tried this ourselves" in text


def test_directory_is_kept_at_the_desk(cast, now, door):
    browser = at_desk(cast.wren)
    form = {"organisation": cast.alder.pk, "name": "House of rest", "how": "https://bit.ly/x", "kinds": ["shelter"], "languages": "en, xx"}
    answer = browser.post("/desk/intake/services/new/", form)
    assert (answer.status_code, "We know no language with this code: xx" in answer.content.decode()) == (422, True)
    answer = browser.post("/desk/intake/services/new/", form | {"languages": "en, sw"})
    assert (answer.status_code, "This link can tell someone who followed it." in answer.content.decode()) == (422, True)
    assert browser.post("/desk/intake/services/new/", form | {"how": "Ask Wren", "languages": "EN, sw"}).status_code == 302
    row = Service.objects.get(name="House of rest")
    assert (row.languages, row.kinds, row.country) == (["en", "sw"], ["shelter"], "")
    Service.objects.update(checked_on=None)
    shown = browser.get(f"/desk/intake/services/{row.pk}/").content.decode()
    assert 'value="en, sw"' in shown
    browser.post(f"/desk/intake/services/{row.pk}/", {"name": "House of rest", "how": "Ask Teal", "country": "KE"})
    browser.post(f"/desk/intake/services/{row.pk}/tried/")
    row.refresh_from_db()
    assert (row.how, row.country, row.checked_on is not None) == ("Ask Teal", "KE", True)
    browser.post(f"/desk/intake/services/{row.pk}/end/")
    assert "House of rest" not in browser.get("/desk/intake/services/").content.decode()


def test_nobody_names_a_service_for_another_organisation(cast, now, door):
    answer = at_desk(cast.wren).post("/desk/intake/services/new/", {"organisation": cast.birch.pk, "name": "x", "how": "y"})
    assert answer.status_code == 422
    assert at_desk(cast.dove).get("/desk/intake/services/new/").status_code == 404


def test_list_costs_the_same_for_one_and_for_three(cast, now):
    costs = []
    for more in (1, 2):
        for _ in range(more):
            name(cast, now)
        with CaptureQueriesContext(connection) as asked:
            at_desk(cast.wren).get("/desk/intake/services/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_what_doors_named_before_becomes_services_and_no_word_is_lost(cast, now, door):
    """The moving part of migration 0002, on doors as they were: the column is gone, so it is handed the lists that stood in it."""
    Service.objects.all().delete()
    old = [{"name": "Ночная линия", "how": "long " * 200, "when": "every night"}, {"name": "Clinic", "how": "x", "when": ""}]
    other = Door.objects.create(organisation=cast.alder, team=door.team, is_open=False)

    class Doors:
        class objects:  # noqa: N801
            @staticmethod
            def order_by(_key):
                rows = list(Door.objects.order_by("pk"))
                rows[0].help_now, rows[1].help_now = old, [*old, {"name": "Only here", "how": "y"}]
                return rows

    class Before:
        @staticmethod
        def get_model(app, model) -> type[models.Model]:
            return Doors if model == "Door" else apps.get_model(app, model)

    importlib.import_module("firsthand.intake.migrations.0002_services").move_into_the_directory(Before, None)
    kept = list(Service.objects.order_by("pk").values_list("organisation", "name", "how", "hours", "checked_on"))
    assert other.pk
    assert kept == [
        (cast.alder.pk, "Ночная линия", "long " * 200, "every night", None),
        (cast.alder.pk, "Clinic", "x", "", None),
        (cast.alder.pk, "Only here", "y", "", None),
    ]
