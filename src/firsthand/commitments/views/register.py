"""Reading the register, at the desk and in public: the same pages, but for the remarks, which only the desk shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from firsthand.commitments.forms import RegisterFilter
from firsthand.commitments.queries import filter_choices, may_import, may_read_remarks, register_page
from firsthand.commitments.queries import show_commitment as commitment_for
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_commitments(request: DeskRequest) -> HttpResponse:
    """Search the register at the desk."""
    return _list(request, surface="commitments", may_bring=may_import(request.user))


@require_safe
def list_commitments_in_public(request: HttpRequest) -> HttpResponse:
    """Search the register without an account."""
    return _list(request, surface="public-commitments", may_bring=False)


@require_safe
def show_commitment(request: DeskRequest, ref: str) -> HttpResponse:
    """One commitment at the desk, with what organisations remarked."""
    return _show(request, ref, surface="commitments", with_remarks=may_read_remarks(request.user))


@require_safe
def show_commitment_in_public(request: HttpRequest, ref: str) -> HttpResponse:
    """One commitment without an account."""
    return _show(request, ref, surface="public-commitments", with_remarks=False)


def _list(request: HttpRequest, *, surface: str, may_bring: bool) -> HttpResponse:
    language = get_language() or "en"
    form = RegisterFilter(request.GET, choices=filter_choices(language))
    filters = form.filters()
    found = register_page(filters, number=request.GET.get("page"), language=language)
    context = {
        "form": form,
        "filters": filters,
        "found": found,
        "list_name": f"{surface}:list-commitments",
        "show_name": f"{surface}:show-commitment",
        "may_import": may_bring,
    }
    return render(request, "commitments/list.html", context)


def _show(request: HttpRequest, ref: str, *, surface: str, with_remarks: bool) -> HttpResponse:
    card = commitment_for(ref, language=get_language() or "en", with_remarks=with_remarks)
    return render(request, "commitments/show.html", {"commitment": card, "list_name": f"{surface}:list-commitments"})
