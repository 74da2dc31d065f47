"""Adding files with a receipt: an ordinary form, as many files as it takes, nothing to install and no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.core.refusal import Fault, NotNow, NotValid
from firsthand.foundation.vault.files import Written
from firsthand.foundation.vault.resuming import BeingSent
from firsthand.intake.attachments import MOST_FILES, add_files, files_of_receipt
from firsthand.intake.attachments import add_piece as keep_piece
from firsthand.intake.forms.files import PieceForm
from firsthand.intake.forms.receipt import ReceiptForm
from firsthand.intake.uploading import SealedUpload, SealingHandler, sealing_uploads
from firsthand.intake.views.with_receipt import TO_MEND, behind, given_by, said_of

PIECE = 512 * 1024  # what a script sends at once: what a broken line costs, and what it takes of memory


@csrf_exempt  # only so that the handler is in place before the body is read; the check itself follows inside
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take files for the testimony of a receipt. Each is sealed as it arrives; what is refused is deleted before the answer goes out."""
    if request.method == "GET":
        return redirect("intake:open-receipt")
    with sealing_uploads(request) as handler:

        @csrf_protect
        def taken(request: HttpRequest) -> HttpResponse:
            return _take(request, handler)

        return taken(request)


def _take(request: HttpRequest, handler: SealingHandler) -> HttpResponse:
    form = ReceiptForm(request.POST)
    if given_by(form) is None:
        return render(request, "intake/open_receipt.html", {"form": form}, status=TO_MEND)
    if isinstance(handler.refused, Fault):
        raise handler.refused
    files = [sent.written for sent in request.FILES.getlist("files") if isinstance(sent, SealedUpload) and sent.written.length]
    refused = handler.refused
    try:
        added = 0 if refused else _added(form, files, handler)
    except (NotNow, NotValid) as refusal:
        refused = refusal
    if refused:
        return _page(request, form, problem=said_of(refused), status=TO_MEND if isinstance(refused, NotValid) else 409)
    arrived = _number(request.POST.get("arrived", ""))
    problem = gettext("Choose at least one file that is not empty.") if "sent" in request.POST and not files and not arrived else ""
    return _page(request, form, added=added or arrived, problem=problem, status=TO_MEND if problem else 200)


def _added(form: ReceiptForm, files: list[Written], handler: SealingHandler) -> int:
    """How many files are with the testimony now of those that were sent. What had been sent before is not kept again."""
    if not files:
        return 0
    refs = {given.ref for given in add_files(receipt=form.typed(), files=files, now=timezone.now())}
    for written in files:
        if written.ref in refs:
            handler.keep(written)
    return len(refs)


@require_POST
def add_piece(request: HttpRequest) -> HttpResponse:
    """Take one piece of a file from a script, and say where the next one begins."""
    opening, form = ReceiptForm(request.POST), PieceForm(request.POST, request.FILES)
    if not form.is_valid() or given_by(opening) is None:
        wrong = " ".join(map(str, opening.errors.get("receipt") or ()))
        return JsonResponse({"says": wrong or gettext("This was not understood.")}, status=TO_MEND)
    try:
        progress = keep_piece(receipt=opening.typed(), piece=form.sent(), now=timezone.now())
    except (NotNow, NotValid) as refusal:
        said = {"says": said_of(refusal), "wait": isinstance(refusal, BeingSent)}
        return JsonResponse(said, status=TO_MEND if isinstance(refusal, NotValid) else 409)
    return JsonResponse({"at": progress.at, "whole": bool(progress.ref)})


def _number(text: str) -> int:
    return min(int(text), MOST_FILES) if text.isascii() and text.isdecimal() and len(text) < 4 else 0  # fmt: skip


def _page(request: HttpRequest, form: ReceiptForm, *, added: int = 0, problem: str = "", status: int = 200) -> HttpResponse:
    given = files_of_receipt(form.typed())
    context = {**behind(form.typed()), "given": given, "added": added, "problem": problem, "piece": PIECE}
    return render(request, "intake/files.html", context, status=status)
