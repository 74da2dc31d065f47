"""Pages for when things go wrong say what to do next, and tell nobody what they should not know."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.cast import at_desk

from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.site import views


class SecretlyClosed(NotPermitted):
    code = "not-of-alder-house"
    sentence = "You are not of Alder House."


class StillOpen(NotNow):
    code = "batch-still-open"
    sentence = "The batch is still open."


def refused(rf, refusal, status: int, path: str = "/publications/E-7K3M9Q/") -> str:
    return render_to_string("refused.html", {"refusal": refusal, "status": status}, request=rf.get(path))


def test_missing_and_forbidden_thing_look_exactly_alike(rf):
    assert refused(rf, SecretlyClosed(), 404) == refused(rf, NotFound(), 404)
    assert "Alder" not in refused(rf, SecretlyClosed(), 404)


def test_refusal_says_its_sentence_and_its_code(rf):
    page = refused(rf, StillOpen(), 409)
    assert "The batch is still open." in page
    assert "batch-still-open" in page


def test_unknown_address_has_a_page_with_a_way_on(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


@pytest.mark.parametrize("view", [views.show_bad_request, views.show_broken, views.refuse_forgery, views.show_not_found])
def test_page_of_intake_keeps_its_harmless_title_when_things_go_wrong(rf, settings, view):
    settings.NETWORK_NAME = "Network of Examples"
    page = view(rf.get("/give/somewhere/")).content.decode()
    assert "<title>Form</title>" in page
    assert "Network of Examples" not in page
    assert "<nav" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/intake/leave.js"></script>') == 1
    assert f'href="{settings.QUICK_EXIT_URL}" rel="noreferrer noopener"' in page


@pytest.mark.parametrize("view", [views.show_bad_request, views.show_broken, views.refuse_forgery])
def test_page_for_a_failing_world_asks_the_database_nothing(rf, view):
    """No database is allowed in this test: a query would fail it."""
    page = view(rf.get("/desk/evidence/")).content.decode()
    assert page.count("<h1>") == 1


def test_form_without_its_token_is_answered_in_words(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = at_desk(cast.lark).cookies
    response = browser.post("/desk/account/logout/")
    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()
