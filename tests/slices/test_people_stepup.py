"""Step-up: a dangerous act asks again who sits there, loses nothing silently and keeps no form."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.http import require_POST
from tests.cast import at_desk

from firsthand.foundation.people.stepup import step_up_required


@step_up_required
def act(request):
    return HttpResponse("done")


@require_POST
@step_up_required
def act_by_form(request):
    return HttpResponse("done")


def _request(person, method="get", path="/desk/", *, stepped_up=False, **data):
    request = getattr(RequestFactory(), method)(path, data)
    request.user = person
    request.session = at_desk(person, stepped_up=stepped_up).session
    request._messages = SessionStorage(request)
    return request


def test_step_up_leads_a_person_signed_in_long_ago_to_the_second_factor(cast):
    answer = act(_request(cast.wren, path="/desk/components/", page="2"))
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/account/2fa/reauthenticate/?next=%2Fdesk%2Fcomponents%2F%3Fpage%3D2"


def test_step_up_does_not_count_a_sign_in_without_a_new_proof(cast):
    request = _request(cast.wren)
    request.session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    assert act(request).status_code == 302


def test_step_up_does_not_count_the_proof_of_another_person(cast):
    request = _request(cast.wren, stepped_up=True)
    request.user = cast.teal
    assert act(request).status_code == 302


def test_step_up_keeps_no_form_and_says_that_nothing_was_changed(cast):
    request = _request(cast.wren, "post", "/language/", words="heron-in-the-reeds")
    answer = act_by_form(request)
    assert answer.status_code == 302
    assert "heron-in-the-reeds" not in str(dict(request.session.items()))
    assert [str(message) for message in get_messages(request)] == [
        "Nothing was changed. Show that it is you; then do it again on the page that you come back to."
    ]


def test_step_up_leads_back_to_the_desk_where_no_page_stands_above_the_form(cast):
    answer = act_by_form(_request(cast.wren, "post", "/language/"))
    assert answer["Location"].endswith("?next=%2Fdesk%2F")


def test_step_up_leads_back_to_the_same_page_where_that_can_be_shown(cast):
    answer = act(_request(cast.wren, "post", "/desk/account/password/change/"))
    assert answer["Location"].endswith("?next=%2Fdesk%2Faccount%2Fpassword%2Fchange%2F")


@pytest.mark.django_db
def test_step_up_leads_a_visitor_to_the_door():
    request = RequestFactory().get("/desk/")
    request.user = AnonymousUser()
    request.session = {}
    assert act(request)["Location"].startswith("/desk/account/login/?next=")


def test_step_up_lets_through_who_proved_it_just_now(cast):
    assert act(_request(cast.wren, stepped_up=True)).content == b"done"
    assert act_by_form(_request(cast.wren, "post", stepped_up=True)).content == b"done"
