"""What a giver does with their receipt beside taking back: answer or add, destroy what they added, say yes later."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid, Refusal
from firsthand.foundation.consents.wording import TEXT_VERSION, wording_of
from firsthand.foundation.vault.arriving import read_sealed_content, read_sealed_key
from firsthand.intake import slip as slips
from firsthand.intake.adding import Added, add_sealed, add_words, blank_for, destroy_added
from firsthand.intake.agreeing import agree_by_receipt
from firsthand.intake.forms.receipt import AgreeForm, ReceiptForm, WithdrawForm, WriteForm
from firsthand.intake.inbox import Letter, read_inbox
from firsthand.intake.queries import Given
from firsthand.intake.receiving import SlipSpent
from firsthand.intake.views.receipts import show_given
from firsthand.intake.views.with_receipt import TO_MEND, behind, given_by, said_of

TO_RENEW = 409


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A blank form for an answer or an addition, and what comes back from it, sealed by the browser or not."""
    if request.method == "GET":
        return redirect("intake:open-receipt")
    typed = ReceiptForm(request.POST)
    given = given_by(typed)
    if given is None:
        return render(request, "intake/open_receipt.html", {"form": typed}, status=TO_MEND)
    receipt, letter = typed.typed(), _letter_answered(request, typed.typed())
    if "slip" not in request.POST:
        return _show_blank(request, receipt, letter, WriteForm(is_answer=letter is not None))
    form = WriteForm(request.POST, is_answer=letter is not None)
    own = slips.read(request.POST["slip"])
    if own is None or not ("content" in request.POST or form.is_valid()):
        return _show_blank(request, receipt, letter, form, status=TO_RENEW if own is None else TO_MEND)
    return _take(request, receipt, letter, form, own)


def _take(request: HttpRequest, receipt: Hidden[str], letter: Letter | None, form: WriteForm, own: slips.Slip) -> HttpResponse:
    is_sealed_there = "content" in request.POST
    try:
        added = _sealed(request, receipt, own) if is_sealed_there else _plain(receipt, own, form, letter)
    except SlipSpent:
        return _show_blank(request, receipt, letter, form, status=TO_RENEW)
    except (NotNow, NotValid) as refusal:
        return _show_blank(request, receipt, letter, form, problem=refusal, status=TO_MEND)
    shown = {**behind(receipt), "is_new": added.is_new, "is_sealed_there": is_sealed_there, "is_answer": letter is not None}
    return render(request, "intake/added.html", shown)


@require_http_methods(["GET", "POST"])
def destroy(request: HttpRequest) -> HttpResponse:
    """Destroy one thing that the giver added, and show what is left."""
    if request.method == "GET":
        return redirect("intake:open-receipt")
    typed = ReceiptForm(request.POST)
    if given_by(typed) is None:
        return render(request, "intake/open_receipt.html", {"form": typed}, status=TO_MEND)
    destroy_added(receipt=typed.typed(), ref=request.POST.get("ref", ""), now=timezone.now())
    return _show_anew(request, typed)


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """The questions that can be said yes to now, in full; then exactly what was written down."""
    if request.method == "GET":
        return redirect("intake:open-receipt")
    typed = ReceiptForm(request.POST)
    given = given_by(typed)
    if given is None:
        return render(request, "intake/open_receipt.html", {"form": typed}, status=TO_MEND)
    if "text_version" not in request.POST:
        return _show_questions(request, typed.typed(), given, AgreeForm(uses=given.open_uses))
    form = AgreeForm(request.POST, uses=given.open_uses)
    if not form.is_valid():
        return _show_questions(request, typed.typed(), given, form, status=TO_MEND)
    try:
        done = agree_by_receipt(
            receipt=typed.typed(),
            uses=form.uses(),
            text_version=request.POST["text_version"],
            language=get_language() or "en",
            now=timezone.now(),
        )
    except NotNow as refusal:
        again = AgreeForm(uses=given.open_uses)
        return _show_questions(request, typed.typed(), given, again, problem=said_of(refusal), status=TO_RENEW)
    given_now = [asked for use in done if (asked := wording_of(use)) is not None]
    return render(request, "intake/agreed.html", {**behind(typed.typed()), "given": given_now})


def _sealed(request: HttpRequest, receipt: Hidden[str], own: slips.Slip) -> Added:
    content, key = read_sealed_content(request.POST["content"]), read_sealed_key(request.POST.get("key", ""))
    return add_sealed(receipt=receipt, slip=own, content=content, sealed_key=key, now=timezone.now())


def _plain(receipt: Hidden[str], own: slips.Slip, form: WriteForm, letter: Letter | None) -> Added:
    said = form.said(to=letter.ref if letter else "", language=get_language() or "en")
    return add_words(receipt=receipt, slip=own, said=said, now=timezone.now())


def _letter_answered(request: HttpRequest, receipt: Hidden[str]) -> Letter | None:
    """The letter of theirs that is being answered; None where nothing is, or it can no longer be read."""
    to = request.POST.get("to", "")
    letters = read_inbox(receipt=receipt, now=timezone.now()).letters if to else ()
    return next((letter for letter in letters if letter.ref == to and letter.words is not None), None)


def _show_blank(
    request: HttpRequest, receipt: Hidden[str], letter: Letter | None, form: WriteForm, *, problem: Refusal | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    blank = blank_for(receipt)
    context = {
        **behind(receipt),
        "letter": letter,
        "form": form,
        "problem": said_of(problem) if problem else gettext("Please send it once more.") if status == TO_RENEW else "",
        "blank": blank,
        "public_key": base64.urlsafe_b64encode(blank.public_key).decode("ascii"),
    }
    return render(request, "intake/write.html", context, status=status)


def _show_questions(
    request: HttpRequest, receipt: Hidden[str], given: Given, form: AgreeForm, *, problem: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    ends = {each.use: each.until for each in given.uses if each.is_ending}
    context = {
        **behind(receipt),
        "form": form,
        "questions": [(field, ends.get(asked.use)) for asked, field in zip(form.asked, form, strict=True)],
        "text_version": TEXT_VERSION,
        "problem": problem,
    }
    return render(request, "intake/agree.html", context, status=status)


def _show_anew(request: HttpRequest, typed: ReceiptForm) -> HttpResponse:
    given = given_by(typed)
    if given is None:  # taken back altogether meanwhile, or the line is long
        return render(request, "intake/open_receipt.html", {"form": typed}, status=TO_MEND)
    return show_given(request, typed.typed(), given, WithdrawForm(live=given.live_uses))
