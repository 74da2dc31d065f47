"""The people of one organisation, for its coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotFound, NotValid
from firsthand.foundation.people.actions import deactivate_person, end_role, give_role, invite_person, renew_person
from firsthand.foundation.people.forms import InviteForm, RoleForm
from firsthand.foundation.people.http import DeskRequest, sent
from firsthand.foundation.people.queries import coordinated_organisation, coordinated_person, person_card
from firsthand.foundation.people.stepup import step_up_required


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def invite(request: DeskRequest, ref: str) -> HttpResponse:
    """Make an account; the answer itself shows the first passphrase, once, because no session and no message may hold it."""
    organisation, card = coordinated_organisation(request.user, ref)
    form = InviteForm(sent(request), initial={"roles": [] if card.has_coordinator else ["coordinator"]})
    if form.is_bound and form.is_valid():
        try:
            person, first = invite_person(
                username=form.cleaned_data["username"],
                organisation=organisation,
                roles=form.cleaned_data["roles"],
                by=request.user,
                now=timezone.now(),
            )
        except NotValid as refusal:
            form.add_error("username", str(refusal))
        else:
            return render(
                request, "people/first_passphrase.html", {"organisation": card, "username": person.username, "first": first.reveal()}
            )
    return render(request, "people/invite.html", {"organisation": card, "form": form}, status=422 if form.is_bound else 200)


@require_safe
def show_person(request: DeskRequest, ref: str, person: str) -> HttpResponse:
    """What a person does in this organisation, and what its coordinators may change."""
    organisation, card, row = coordinated_person(request.user, ref, person)
    shown = person_card(organisation, row)
    return render(request, "people/person.html", {"organisation": card, "person": shown, "form": RoleForm(held=shown.roles)})


@require_POST
@step_up_required
def give(request: DeskRequest, ref: str, person: str) -> HttpResponse:
    """Give a role."""
    organisation, _card, row = coordinated_person(request.user, ref, person)
    give_role(person=row, organisation=organisation, role=_role(request), by=request.user, now=timezone.now())
    messages.success(request, _("The role is given."))
    return redirect("people:show-person", ref=ref, person=person)


@require_POST
@step_up_required
def end(request: DeskRequest, ref: str, person: str) -> HttpResponse:
    """End a role. Who has no role left in the organisation is no longer in its list."""
    organisation, _card, row = coordinated_person(request.user, ref, person)
    end_role(person=row, organisation=organisation, role=_role(request), by=request.user, now=timezone.now())
    messages.success(request, _("The role has ended."))
    return redirect("people:show-organisation", ref=ref)


@require_POST
@step_up_required
def renew(request: DeskRequest, ref: str, person: str) -> HttpResponse:
    """Open the door again for someone who lost passphrase or second factor; the answer shows the new first passphrase, once."""
    _organisation, card, row = coordinated_person(request.user, ref, person)
    first = renew_person(person=row, by=request.user, now=timezone.now())
    return render(request, "people/first_passphrase.html", {"organisation": card, "username": row.username, "first": first.reveal()})


@require_POST
@step_up_required
def deactivate(request: DeskRequest, ref: str, person: str) -> HttpResponse:
    """Close an account."""
    _organisation, _card, row = coordinated_person(request.user, ref, person)
    deactivate_person(person=row, by=request.user, now=timezone.now())
    messages.success(request, _("The account is closed, and its browsers are signed out."))
    return redirect("people:show-organisation", ref=ref)


def _role(request: DeskRequest) -> str:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise NotFound
    return str(form.cleaned_data["role"])
