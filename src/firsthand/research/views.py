"""Desk research: the list, one work, bringing works in and taking them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotFound, NotPermitted, NotValid
from firsthand.foundation.people.http import DeskRequest
from firsthand.research.actions import delete_note, import_sources, retire_source, write_note
from firsthand.research.forms import ImportForm, NoteForm
from firsthand.research.queries import organisations_kept_for, source_for, sources_page, works_of
from firsthand.research.writing import to_bibtex, to_csl, to_ris

_FORMATS = {
    "csl": (to_csl, "application/vnd.citationstyles.csl+json", "sources.json"),
    "bibtex": (to_bibtex, "application/x-bibtex; charset=utf-8", "sources.bib"),
    "ris": (to_ris, "application/x-research-info-systems; charset=utf-8", "sources.ris"),
}


@require_safe
def list_sources(request: DeskRequest) -> HttpResponse:
    """Every work of this person's organisations; words narrow the list."""
    words = request.GET.get("words", "")[:200]
    page = sources_page(request.user, words=words, number=request.GET.get("page"))
    context = {"page": page, "words": words, "may_write": bool(organisations_kept_for(request.user)), "formats": tuple(_FORMATS)}
    return render(request, "research/list.html", context)


@require_safe
def show_source(request: DeskRequest, ref: str) -> HttpResponse:
    """One work with its notes and quotes."""
    return render(request, "research/show.html", {"card": source_for(request.user, ref), "form": NoteForm()})


@require_POST
def note(request: DeskRequest, ref: str) -> HttpResponse:
    """Write a note, or words out of the work."""
    card = source_for(request.user, ref)
    form = NoteForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        is_quote = said["kind"] == "quote"
        try:
            write_note(ref=ref, text=said["text"], page=said["page"], is_quote=is_quote, by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("page", str(refused))
        else:
            messages.success(request, _("Written down."))
            return redirect("research:show-source", ref)
    return render(request, "research/show.html", {"card": card, "form": form}, status=422)


@require_POST
def remove_note(request: DeskRequest, ref: str, note: int) -> HttpResponse:
    """Delete something that one wrote oneself."""
    delete_note(ref=ref, note=note, by=request.user, now=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("research:show-source", ref)


@require_POST
def retire(request: DeskRequest, ref: str) -> HttpResponse:
    """Take a work off the lists."""
    retire_source(ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Taken off the list. Texts that cite it still can."))
    return redirect("research:list-sources")


@require_http_methods(["GET", "POST"])
def import_page(request: DeskRequest) -> HttpResponse:
    """Look at what a file would bring; then bring it in."""
    organisations = organisations_kept_for(request.user)
    if not organisations:
        raise NotPermitted
    form = ImportForm(request.POST or None, request.FILES or None, organisations=organisations)
    report, text = None, ""
    if request.method == "POST" and form.is_valid():
        data, is_second = form.data_given(), request.POST.get("step") == "keep"
        organisation_id = form.cleaned_data["organisation"]
        try:
            report = import_sources(organisation_id=organisation_id, data=data, by=request.user, now=timezone.now(), dry_run=not is_second)
        except NotValid as refused:
            form.add_error("file", str(refused))
        else:
            if is_second:
                count = len(report.refs)
                messages.success(request, ngettext("%d work is kept.", "%d works are kept.", count) % count)
                return redirect("research:list-sources")
            text = data.decode("utf-8-sig", errors="replace")
    context = {"form": form, "report": report, "text": text}
    return render(request, "research/import.html", context, status=422 if form.errors else 200)


@require_safe
def download(request: DeskRequest) -> HttpResponse:
    """Every work of this person's organisations in a format of reference managers."""
    file_format = request.GET.get("as", "csl")
    if file_format not in _FORMATS:
        raise NotFound
    write, content_type, name = _FORMATS[file_format]
    answer = HttpResponse(write(works_of(request.user)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
