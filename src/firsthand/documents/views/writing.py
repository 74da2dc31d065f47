"""Writing at the desk. Nothing is saved by looking: a preview prints the text as it was sent and keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotFound
from firsthand.core.submission import Checklist, check_submission
from firsthand.documents.actions import TextMoved, TitleMissing, choose_profile, save_version, start_manuscript
from firsthand.documents.drafting import Draft, read_draft
from firsthand.documents.forms import ManuscriptForm, ProfileForm, VersionForm
from firsthand.documents.queries import (
    VersionCard,
    editions_of,
    manuscripts_for,
    may_write,
    organisations_to_write_for,
    version_for,
    versions_of,
)
from firsthand.documents.submission import ProfileUnknown, profiles
from firsthand.foundation.people.http import DeskRequest
from firsthand.render.html import render_body
from firsthand.render.markdown import MarkdownRefused, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A line of the claim panel. `reason` is empty where something stands behind the claim."""

    ref: str
    kind: str
    section: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A text as it would print, or what must be mended before it can be read."""

    html: str = ""
    claims: tuple[ClaimRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_publishable: bool = False
    checklist: Checklist | None = None


@require_safe
def list_manuscripts(request: DeskRequest) -> HttpResponse:
    """The texts of the reader's organisations."""
    context = {"manuscripts": manuscripts_for(request.user), "may_start": bool(organisations_to_write_for(request.user))}
    return render(request, "documents/list_manuscripts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_manuscript(request: DeskRequest) -> HttpResponse:
    """Start a text."""
    organisations = organisations_to_write_for(request.user)
    form = ManuscriptForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ref = start_manuscript(
                organisation_id=given["organisation"],
                title=given["title"],
                subtitle=given["subtitle"],
                language=given["language"],
                by=request.user,
                now=timezone.now(),
            )
        except TitleMissing as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("documents:edit-manuscript", ref)
    status = 422 if form.is_bound else 200
    return render(request, "documents/new_manuscript.html", {"form": form, "may_start": bool(organisations)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_manuscript(request: DeskRequest, ref: str) -> HttpResponse:
    """Write: save the next version, or preview what stands in the box."""
    version = version_for(request.user, ref)
    is_writer = may_write(request.user, version.organisation_id)
    if request.method == "POST" and not is_writer:
        raise NotFound
    if request.method != "POST":
        form = VersionForm(initial={"body": version.body, "based_on": version.number})
        return _editor(request, version, form, preview=_preview(version, version.body), is_writer=is_writer)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _editor(request, version, form, preview=Preview(), is_writer=True, status=422)
    body = form.cleaned_data["body"]
    if request.POST.get("act") == "preview":
        return _editor(request, version, form, preview=_preview(version, body), is_writer=True, is_unsaved=body != version.body)
    try:
        number = save_version(manuscript_ref=ref, body=body, based_on=form.cleaned_data["based_on"], by=request.user, now=timezone.now())
    except TextMoved as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, version, form, preview=_preview(version, body), is_writer=True, is_unsaved=True, status=409)
    messages.success(request, _("Saved as version %(number)d.") % {"number": number})
    return redirect("documents:edit-manuscript", ref)


@require_POST
def choose(request: DeskRequest, ref: str) -> HttpResponse:
    """Hold the text against the rules of a body that receives reports."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        raise ProfileUnknown
    choose_profile(manuscript_ref=ref, profile=form.cleaned_data["profile"], by=request.user, now=timezone.now())
    return redirect("documents:edit-manuscript", ref)


@require_safe
def show_version(request: DeskRequest, ref: str, number: int) -> HttpResponse:
    """One saved version as it would print today."""
    version = version_for(request.user, ref, number=number)
    context = {"version": version, "preview": _preview(version, version.body)}
    return render(request, "documents/show_version.html", context)


def _editor(
    request: DeskRequest,
    version: VersionCard,
    form: VersionForm,
    *,
    preview: Preview,
    is_writer: bool,
    is_unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "version": version,
        "form": form,
        "preview": preview,
        "profile_form": ProfileForm(initial={"profile": version.profile}),
        "is_writer": is_writer,
        "is_unsaved": is_unsaved,
        "versions": versions_of(request.user, version.manuscript_ref),
        "editions": editions_of(request.user, version.manuscript_ref, now=timezone.now()),
    }
    return render(request, "documents/edit_manuscript.html", context, status=status)


def _preview(version: VersionCard, body: str) -> Preview:
    try:
        draft = read_draft(version, body=body, now=timezone.now())
    except MarkdownRefused as refusal:
        return Preview(problems=refusal.problems)
    resolved, profile = draft.resolved(), profiles().get(version.profile)
    return Preview(
        html=render_body(resolved),
        claims=_claim_rows(draft),
        is_publishable=draft.is_publishable,
        checklist=check_submission(profile, resolved, today=timezone.localdate()) if profile else None,
    )


def _claim_rows(draft: Draft) -> tuple[ClaimRow, ...]:
    standing = draft.standing
    return tuple(
        ClaimRow(
            ref=claim.ref,
            kind=claim.kind,
            section=claim.section,
            reason="" if claim.ref in standing.sources else standing.reasons.get(claim.ref, _("Nothing stands behind this.")),
        )
        for claim in draft.claims
    )
