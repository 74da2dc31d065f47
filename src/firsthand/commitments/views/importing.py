"""Bringing a matrix in, in two steps. The file is read in memory both times and never kept."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firsthand.commitments.actions import ImportReport, import_matrix
from firsthand.commitments.forms import ConfirmForm, MatrixForm
from firsthand.commitments.matrix import MatrixRefused
from firsthand.commitments.queries import states_to_import_for
from firsthand.core.refusal import NotValid
from firsthand.foundation.people.http import DeskRequest

_UNPROCESSABLE = 422


class FileDiffers(NotValid):
    code = "file-differs"
    sentence = "This is not the file you looked at. Nothing was written; look at this one first."


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: DeskRequest) -> HttpResponse:
    """Choose a file and look at what it would bring; or, with the hash of what was looked at, bring it in."""
    states = states_to_import_for(request.user, get_language() or "en")
    if request.method != "POST":
        return render(request, "commitments/import.html", {"form": MatrixForm(states=states)})
    is_second = "sha256" in request.POST
    form = (ConfirmForm if is_second else MatrixForm)(request.POST, request.FILES, states=states)
    problems: tuple[object, ...] = ()
    if form.is_valid():
        try:
            report = _read(request, form, is_second=is_second)
        except MatrixRefused as refusal:
            problems = refusal.problems
            form.add_error("file", _("Nothing of this file was used. Each line of the list says what is wrong with it."))
        except NotValid as refusal:
            form.add_error(None, str(refusal))
        else:
            return _written(request, report) if is_second else _looked_at(request, form, report, states)
    return render(request, "commitments/import.html", {"form": form, "problems": problems, "is_second": is_second}, status=_UNPROCESSABLE)


def _read(request: DeskRequest, form: MatrixForm, *, is_second: bool) -> ImportReport:
    given = form.cleaned_data
    data: bytes = given["file"].read()
    if is_second and hashlib.sha256(data).hexdigest() != given["sha256"]:
        raise FileDiffers
    return import_matrix(
        data=data, state=given["state"], session=given["session"], by=request.user, now=timezone.now(), dry_run=not is_second
    )


def _looked_at(request: DeskRequest, form: MatrixForm, report: ImportReport, states: tuple[tuple[str, str], ...]) -> HttpResponse:
    given = {"state": form.cleaned_data["state"], "session": form.cleaned_data["session"], "sha256": report.sha256}
    context = {"form": ConfirmForm(initial=given, states=states), "report": report, "is_second": True}
    context |= {"state": dict(states)[given["state"]], "session": given["session"]}
    return render(request, "commitments/import.html", context)


def _written(request: DeskRequest, report: ImportReport) -> HttpResponse:
    told = ngettext("%(count)d commitment was added", "%(count)d commitments were added", report.added) % {"count": report.added}
    told += ", " + ngettext("%(count)d changed", "%(count)d changed", report.changed) % {"count": report.changed}
    told += ", " + ngettext("%(count)d left as it was", "%(count)d left as they were", report.left) % {"count": report.left}
    messages.success(request, f"{told}.")
    return redirect("commitments:list-commitments")
