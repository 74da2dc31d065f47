"""Every address x every role x looking and sending, held against `url_table.txt`; and what holds for all of them at once.

A new address fails here until it has a line in the table. `FIRSTHAND_WRITE_TABLE=1` writes the table anew: read the difference before
you commit it, each changed line is a door that opened or closed.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import at_desk
from tests.guard.url_samples import EVERYONE, SAMPLES, House, sent_to

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("url_table.txt")
ROLES = ("anonymous", *EVERYONE)
NAMES = {ROLES: "everyone", EVERYONE: "all signed in"}
# Refs at the desk that belong to no organisation, with the reason why others may see them.
SHARED = {
    "commitments:show-commitment": "what an institution promised in public belongs to everyone",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the address table: its name, its route as written, and the names of what it takes."""

    name: str
    route: str
    takes: tuple[str, ...]

    def sample_of(self, parameter):
        for key in (f"{self.name} {parameter}", f"{self.name.partition(':')[0]} {parameter}"):
            if key in SAMPLES:
                return SAMPLES[key]
        return None

    @property
    def has_samples(self):
        return all(self.sample_of(parameter) for parameter in self.takes)

    def at(self, house, *, missing=frozenset()):
        """The address with things of Alder House in it, or with things that do not exist in their stead."""
        given = {parameter: self.sample_of(parameter)(house) for parameter in self.takes}
        return reverse(self.name, kwargs={key: _nothing_like(value) if key in missing else value for key, value in given.items()})


def _walk(resolver, route="/", namespace="", takes=()):
    for part in resolver.url_patterns:
        here, taking = route + str(part.pattern), (*takes, *part.pattern.converters)
        if isinstance(part, URLResolver):
            yield from _walk(part, here, f"{namespace}{part.namespace}:" if part.namespace else namespace, taking)
        elif isinstance(part, URLPattern):
            yield Address(name=f"{namespace}{part.name}", route=here, takes=taking)


ADDRESSES = tuple(sorted(_walk(get_resolver("firsthand.site.surfaces.all")), key=lambda address: address.route))
READY = tuple(address for address in ADDRESSES if address.has_samples)
NAMING = tuple(address for address in READY if address.takes and address.route.startswith("/desk/"))


def _nothing_like(value):
    """Something of the same shape that does not exist."""
    if isinstance(value, int):
        return value + 987_654
    return re.sub(r"(?<=-)[0-9A-Z]{6}$", "777777", value) if re.match(r"^[A-Z]{1,2}-", value) else "0" * len(value)


@pytest.fixture
def house(cast, now):
    cache.clear()
    made = House(cast, now)
    made.yew  # noqa: B018 -- so that Alder House always has a second coordinator
    yield made
    cache.clear()


class Browsers:
    """A browser for each person, each time as it was just after signing in; whatever it does is undone."""

    def __init__(self, house, *, stepped_up=True):
        self.house = house
        people = {name: getattr(house.cast, name) for name in EVERYONE} | {"yew": house.yew}
        self.browser = Client(raise_request_exception=False)  # one, because each new one loads the whole middleware
        self.signed_in = {name: at_desk(person, stepped_up=stepped_up).cookies.output() for name, person in people.items()}

    def ask(self, who, method, path, sent=None):
        self.browser.cookies = SimpleCookie(self.signed_in.get(who, "").replace("Set-Cookie: ", ""))
        with transaction.atomic():
            answer = getattr(self.browser, method.lower())(path, sent)
            b"".join(answer) if answer.streaming else None
            transaction.set_rollback(True)
        return answer


def _outcome(answer):
    """The status, and for a redirect to the door which of its steps it is."""
    target = answer.get("Location", "")
    if target.startswith("/desk/account/login/"):
        return "sign-in"
    return "step-up" if "/reauthenticate/?next=" in target else str(answer.status_code)


def _line(address, method, house, browsers):
    outcomes = defaultdict(list)
    path, sent = address.at(house), sent_to(address.name, house) if method == "POST" else None
    for who in ROLES:
        outcomes[_outcome(browsers.ask(who, method, path, sent))].append(who)
    told = "; ".join(f"{outcome} {NAMES.get(tuple(who)) or ' '.join(who)}" for outcome, who in sorted(outcomes.items()))
    return f"{address.route} {method}: {told}"


def _table():
    return [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def test_every_address_has_samples_for_what_it_takes():
    wanted = [f"{address.name} {parameter}" for address in ADDRESSES for parameter in address.takes if not address.sample_of(parameter)]
    assert not wanted, f"add these to SAMPLES in tests/guard/url_samples.py, made by the product's own actions: {wanted}"


def test_every_address_answers_every_role_as_the_table_says(house):
    for address in READY:
        address.at(house)  # everything is made before anyone signs in
    browsers = Browsers(house)
    seen = sorted(_line(address, method, house, browsers) for address in READY for method in ("GET", "POST"))
    assert not [line for line in seen if re.search(r": .*\b5\d\d ", line)], "an address breaks"
    if os.environ.get("FIRSTHAND_WRITE_TABLE"):
        head = "# Who gets what: address, method, then each outcome with the roles that get it. sign-in, step-up: led to the door.\n"
        TABLE.write_text(head + "\n".join(seen) + "\n", encoding="utf-8")
    kept = _table()
    differs = [f"+ {line}" for line in seen if line not in kept] + [f"- {line}" for line in kept if line not in seen]
    assert not differs, "the table does not say this; add or take away these lines if they are meant:\n" + "\n".join(sorted(differs))


def test_table_is_sorted_and_says_each_thing_once():
    assert _table() == sorted(set(_table()))


@pytest.mark.parametrize("address", NAMING, ids=lambda address: address.name)
def test_what_belongs_to_another_organisation_answers_as_if_it_did_not_exist(house, address):
    if address.name in SHARED:
        pytest.skip(f"shared on purpose: {SHARED[address.name]}")
    there, not_there = address.at(house), address.at(house, missing=frozenset(address.takes))
    browsers = Browsers(house)
    for who in ("finch", "moss"):
        for method in ("GET", "POST"):
            sent = sent_to(address.name, house) if method == "POST" else None
            answer, nothing = browsers.ask(who, method, there, sent), browsers.ask(who, method, not_there, sent)
            assert answer.status_code in {404, 405}, (who, method)
            assert (answer.status_code, _words(answer)) == (nothing.status_code, _words(nothing)), (who, method)


def _words(answer):
    """The page without what differs between any two answers: the token of its forms and its own address."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return page.replace(answer.wsgi_request.path, "")


def test_after_stepping_up_a_person_comes_back_to_a_page_that_opens(house):
    asked = [(address, address.at(house)) for address in READY if address.route.startswith("/desk/")]
    late, fresh = Browsers(house, stepped_up=False), Browsers(house)
    led = 0
    for address, path in asked:
        for method in ("GET", "POST"):
            answer = late.ask("yew", method, path)
            if _outcome(answer) == "step-up" and fresh.ask("yew", method, path).status_code != 404:
                back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
                assert fresh.ask("yew", "GET", back).status_code < 400, (address.name, method, back)
                led += 1
    assert led > 10


def test_public_and_intake_pages_set_no_cookie_but_the_token_of_a_form(house):
    asked = [address.at(house) for address in READY if not address.route.startswith("/desk/")]
    browsers = Browsers(house)
    for path in asked:
        for who in ("anonymous", "teal"):
            answer = browsers.ask(who, "GET", path)
            has_form = not answer.streaming and b"csrfmiddlewaretoken" in answer.content
            assert set(answer.cookies) == ({"token"} if has_form else set()), (path, who)
            assert not has_form or path.startswith("/give/"), path


def test_everything_of_the_desk_is_behind_the_door(house):
    open_to_anyone = {"account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn"}
    paths = {address: address.at(house) for address in READY if address.route.startswith("/desk/") and address.name not in open_to_anyone}
    browsers = Browsers(house)
    for address, path in paths.items():
        for method in ("GET", "POST"):
            assert _outcome(browsers.ask("anonymous", method, path)) == "sign-in", (address.name, method)
