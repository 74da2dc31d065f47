"""The directory of services at the desk: what a door names before it asks anything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotPermitted, NotValid
from firsthand.foundation.people.http import DeskRequest
from firsthand.intake.directory import change_service, end_service, mark_service_tried, name_service
from firsthand.intake.forms.helping import ServiceForm, filled_with
from firsthand.intake.helping import organisation_kept_by, organisations_kept_by, service_for, services_for
from firsthand.intake.jurisdictions import organisations_writing_limits


@require_safe
def list_services(request: DeskRequest) -> HttpResponse:
    """Everything that this person's organisations name, what nobody tried for longest on top."""
    services = services_for(request.user, today=timezone.now().date(), language=get_language() or "en")
    context = {"services": services, "may_name": bool(organisations_kept_by(request.user))}
    context["may_write_limits"] = bool(organisations_writing_limits(request.user))
    return render(request, "intake/desk/list_services.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request: DeskRequest) -> HttpResponse:
    """Name somewhere to go."""
    organisations = organisations_kept_by(request.user)
    if not organisations:
        raise NotPermitted
    form = ServiceForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        named_by = organisation_kept_by(request.user, form.cleaned_data["organisation"])
        try:
            name_service(organisation=named_by, offer=form.offer(), by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("how", str(refused))
        else:
            messages.success(request, _("Named. It is shown at your doors from now on."))
            return redirect("intake-desk:list-services")
    return render(request, "intake/desk/service.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_service(request: DeskRequest, number: int) -> HttpResponse:
    """Say it otherwise."""
    offer, _organisation = service_for(request.user, number)
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=filled_with(offer))
    if form.is_valid():
        try:
            change_service(number=number, offer=form.offer(), by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("how", str(refused))
        else:
            messages.success(request, _("Changed."))
            return redirect("intake-desk:list-services")
    return render(request, "intake/desk/service.html", {"form": form, "number": number}, status=422 if form.is_bound else 200)


@require_POST
def tried(request: DeskRequest, number: int) -> HttpResponse:
    """Somebody called or went there today."""
    mark_service_tried(number=number, by=request.user, now=timezone.now())
    messages.success(request, _("Written down: it was tried today."))
    return redirect("intake-desk:list-services")


@require_POST
def end(request: DeskRequest, number: int) -> HttpResponse:
    """Name it no more."""
    end_service(number=number, by=request.user, now=timezone.now())
    messages.success(request, _("It is not named any more."))
    return redirect("intake-desk:list-services")
