"""Two versions of a text side by side in one: what was removed and what was added, on screen and for a word processor."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firsthand.core.redline import Stretch, redline
from firsthand.documents.queries import VersionCard, version_for, versions_of
from firsthand.foundation.people.http import DeskRequest
from firsthand.render.redline import render_redline


@require_safe
def compare_versions(request: DeskRequest, ref: str, old: int, new: int) -> HttpResponse:
    """What changed from one version to another, in the text as it is written."""
    before, after, changes = _compared(request, ref, old, new)
    context = {"before": before, "after": after, "changes": changes, "versions": versions_of(request.user, ref)}
    return render(request, "documents/compare_versions.html", context)


@require_safe
def download_comparison(request: DeskRequest, ref: str, old: int, new: int) -> HttpResponse:
    """The same as tracked changes in a DOCX file, which partners accept or decline one by one."""
    before, after, changes = _compared(request, ref, old, new)
    data = render_redline(changes, title=after.title, language=after.language, author=after.author, at=after.written_at)
    name = f"{before.manuscript_ref}-{old}-{new}.docx"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return HttpResponse(data, content_type=word, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _compared(request: DeskRequest, ref: str, old: int, new: int) -> tuple[VersionCard, VersionCard, tuple[Stretch, ...]]:
    before, after = version_for(request.user, ref, number=old), version_for(request.user, ref, number=new)
    return before, after, redline(before.body, after.body)
