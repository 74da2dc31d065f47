"""The organisations of the network, as far as one may see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firsthand.core.refusal import NotFound, NotValid
from firsthand.foundation.people.actions import found_organisation, found_region
from firsthand.foundation.people.forms import OrganisationForm, RegionForm
from firsthand.foundation.people.http import DeskRequest, sent
from firsthand.foundation.people.queries import coordinates_network, open_organisation, organisations_for, people_of, region_of_code
from firsthand.foundation.people.stepup import step_up_required


@require_safe
def list_organisations(request: DeskRequest) -> HttpResponse:
    """One's own organisations; for the host's coordinators, all of them."""
    cards = organisations_for(request.user)
    return render(request, "people/organisations.html", {"organisations": cards, "may_found": coordinates_network(request.user)})


@require_safe
def show_organisation(request: DeskRequest, ref: str) -> HttpResponse:
    """An organisation and who works in it."""
    row, card = open_organisation(request.user, ref)
    return render(request, "people/organisation.html", {"organisation": card, "people": people_of(row)})


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def add_organisation(request: DeskRequest) -> HttpResponse:
    """Found an organisation; next, its first coordinator is invited."""
    _host_only(request)
    form = OrganisationForm(sent(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        region = region_of_code(given["region"])
        try:
            founded = found_organisation(
                name=given["name"],
                kind=given["kind"],
                country=given["country"],
                region=region,
                languages=given["languages"],
                by=request.user,
                now=timezone.now(),
            )
        except NotValid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The organisation is founded. Invite its first coordinator."))
            return redirect("people:invite-person", ref=founded.ref)
    return render(request, "people/new_organisation.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def add_region(request: DeskRequest) -> HttpResponse:
    """Name a region of the network."""
    _host_only(request)
    form = RegionForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            found_region(code=form.cleaned_data["code"], name=form.cleaned_data["name"], by=request.user, now=timezone.now())
        except NotValid as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The region is there to be chosen."))
            return redirect("people:list-organisations")
    return render(request, "people/new_region.html", {"form": form}, status=422 if form.is_bound else 200)


def _host_only(request: DeskRequest) -> None:
    if not coordinates_network(request.user):
        raise NotFound
