"""Adding files with a receipt: an ordinary form, as many files as it takes, nothing to install and no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.core.refusal import Fault, NotNow, NotValid, Refusal
from firsthand.foundation.vault.files import Written
from firsthand.foundation.vault.resuming import BeingSent
from firsthand.intake.attachments import MOST_FILES, GivenFile, add_files, files_of_receipt
from firsthand.intake.attachments import add_piece as keep_piece
from firsthand.intake.forms.files import PieceForm
from firsthand.intake.forms.receipt import ReceiptForm
from firsthand.intake.uploading import SealedUpload, SealingHandler, sealing_uploads

TO_MEND = 422
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
    if handler.refused is not None:
        return _refused_upload(request, form, handler.refused)
    if not form.is_valid():
        return render(request, "intake/open_receipt.html", {"form": form}, status=TO_MEND)
    files = [sent.written for sent in request.FILES.getlist("files") if isinstance(sent, SealedUpload) and sent.written.length]
    try:
        added = _added(form, files, handler)
        given = files_of_receipt(form.typed())
    except NotValid as refusal:
        form.add_error("receipt", _said(refusal))
        return render(request, "intake/open_receipt.html", {"form": form}, status=TO_MEND)
    except NotNow as refusal:
        return _page(request, form, files_of_receipt(form.typed()), problem=_said(refusal), status=409)
    arrived = _number(request.POST.get("arrived", ""))
    problem = gettext("Choose at least one file that is not empty.") if "sent" in request.POST and not files and not arrived else ""
    return _page(request, form, given, added=added or arrived, problem=problem, status=TO_MEND if problem else 200)


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
    form = PieceForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"says": gettext("This piece of a file was not understood.")}, status=TO_MEND)
    try:
        progress = keep_piece(receipt=form.typed(), piece=form.sent(), now=timezone.now())
    except (NotNow, NotValid) as refusal:
        said = {"says": _said(refusal), "wait": isinstance(refusal, BeingSent)}
        return JsonResponse(said, status=TO_MEND if isinstance(refusal, NotValid) else 409)
    return JsonResponse({"at": progress.at, "whole": bool(progress.ref)})


def _number(text: str) -> int:
    return min(int(text), MOST_FILES) if text.isascii() and text.isdecimal() and len(text) < 4 else 0  # fmt: skip


def _refused_upload(request: HttpRequest, form: ReceiptForm, refused: Refusal | Fault) -> HttpResponse:
    if isinstance(refused, Fault):
        raise refused
    typed = form if form.is_valid() else None
    return _page(request, typed, (), problem=_said(refused), status=TO_MEND if isinstance(refused, NotValid) else 409)


def _page(
    request: HttpRequest, form: ReceiptForm | None, given: tuple[GivenFile, ...], *, added: int = 0, problem: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    receipt = form.typed().reveal() if form else ""
    context = {"receipt": receipt, "given": given, "added": added, "problem": problem, "piece": PIECE}
    return render(request, "intake/files.html", context, status=status)


def _said(refusal: Refusal) -> str:
    return gettext(refusal.sentence).format(**refusal.facts)
