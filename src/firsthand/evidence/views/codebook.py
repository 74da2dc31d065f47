"""The codebook: reading it, changing it as the next version, and what waits to be coded anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Change, Kind
from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import draft_changes, give_up_draft, publish_codebook, take_in, take_in_shipped
from firsthand.evidence.codebooks import shipped_names
from firsthand.evidence.forms import KINDS, LISTS, CodeForm, PublishForm, RetireForm, SkosForm
from firsthand.evidence.queries import codebook, drafted, latest_version, standing_entries, versions, worklist_for
from firsthand.evidence.skos import to_turtle
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.queries import coordinates_network


@require_safe
def show_codebook(request: DeskRequest) -> HttpResponse:
    """The lists that testimonies are coded with, and the versions before."""
    context = {
        "lists": codebook(),
        "versions": [replace(row, changes=_in_words(row.changes)) for row in versions()],
        "number": latest_version(),
        "may_change": coordinates_network(request.user),
    }
    return render(request, "evidence/codebook.html", context)


@require_safe
def download(request: DeskRequest) -> HttpResponse:  # noqa: ARG001 -- the codebook is everybody's at the desk
    """The codebook in SKOS."""
    number = latest_version()
    answer = HttpResponse(to_turtle(standing_entries(), version=number), content_type="text/turtle; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="codebook-{number}.ttl"'
    return answer


@require_http_methods(["GET", "POST"])
def change_codebook(request: DeskRequest) -> HttpResponse:
    """Draft changes: one code, an end of one, a file, a list of the house. Files and lists are shown first."""
    step = request.POST.get("step", "")
    bound: dict[str, forms.Form] = {
        "code": CodeForm(request.POST if step == "code" else None),
        "retire": RetireForm(request.POST if step == "retire" else None, auto_id="retire_%s"),
        "file": SkosForm(request.POST if step == "file" else None, request.FILES if step == "file" else None, auto_id="file_%s"),
    }
    shown: tuple[Change, ...] | None = None
    refusal = ""
    if request.method == "POST":
        try:
            done, shown = _do(request, step, bound)
        except (NotValid, NotNow) as refused:
            refusal = str(refused)
        else:
            if done is not None:
                messages.success(request, done)
                return redirect("evidence:change-codebook")
    is_refused = request.method == "POST" and shown is None
    context = {
        "form": bound["code"],
        "retire_form": bound["retire"],
        "file_form": bound["file"],
        "publish_form": PublishForm(),
        "drafted": _named(drafted()),
        "shown": None if shown is None else _named(shown),
        "refusal": refusal,
        "shipped": shipped_names(),
        "may_change": coordinates_network(request.user),
    }
    return render(request, "evidence/change_codebook.html", context, status=422 if is_refused else 200)


@require_POST
def publish(request: DeskRequest) -> HttpResponse:
    """Make what is drafted the next version."""
    try:
        number = publish_codebook(note=request.POST.get("note", ""), by=request.user, now=timezone.now())
    except (NotValid, NotNow) as refused:
        messages.error(request, str(refused))
        return redirect("evidence:change-codebook")
    messages.success(request, _("Version %(number)d is published. Testimonies are coded with it from now on.") % {"number": number})
    return redirect("evidence:show-codebook")


@require_safe
def list_worklist(request: DeskRequest) -> HttpResponse:
    """What this person's teams coded with codes that are not used any more."""
    return render(request, "evidence/list_worklist.html", {"rows": worklist_for(request.user)})


def _do(request: DeskRequest, step: str, bound: dict[str, Any]) -> tuple[str | None, tuple[Change, ...] | None]:
    """What was asked for: a sentence where it was done, or the changes that it would make."""
    now, is_dry_run = timezone.now(), request.POST.get("really") != "yes"
    if step == "give-up":
        return _("%(count)d changes are forgotten.") % {"count": give_up_draft(by=request.user, now=now)}, None
    if step == "list":
        shown = take_in_shipped(name=request.POST.get("name", ""), is_dry_run=is_dry_run, by=request.user, now=now)
    elif step == "file" and bound["file"].is_valid():
        chosen = bound["file"].cleaned_data
        shown = take_in(text=chosen["file"], into=CodeList(chosen["into"]), is_dry_run=is_dry_run, by=request.user, now=now)
    elif step in {"code", "retire"} and bound[step].is_valid():
        draft_changes(changes=bound[step].changes(), by=request.user, now=now)
        return _("It is drafted. Testimonies are coded with it once you publish."), None
    else:
        return None, None
    return (None, shown) if is_dry_run else (_("%(count)d changes are drafted.") % {"count": len(shown)}, None)


def _named(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str, int]]:
    """What is changed, as a line: (what, list, short name, label, line of the file)."""
    return [
        (str(KINDS[each.kind]), str(LISTS[each.entry.list.value]), each.entry.value, each.entry.labels.get("en", ""), each.line)
        for each in changes
    ]


def _in_words(changes: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """The changes of a version with words for their kind and their list, beside the short name."""
    return tuple((str(KINDS[Kind(kind)]), str(LISTS[name]), value) for kind, name, value in changes)
