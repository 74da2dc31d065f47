"""What a receipt opens: the giver's consents, and the way to take them back. The words travel in the body of a form only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.foundation.consents.wording import ASKED, wording_of
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.agreeing import note_asked_again
from firsthand.intake.forms.receipt import Extent, ReceiptForm, WithdrawForm
from firsthand.intake.inbox import read_inbox
from firsthand.intake.queries import Given
from firsthand.intake.views.with_receipt import TO_MEND, behind, given_by


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCard:
    """A use as its giver sees it: since when it is a yes, or taken back; `since` is None where it was never a yes. `until` is the first
    day on which a yes no longer holds, if it has one; `is_ending` where that is soon.
    """

    name: Promise
    means: Promise
    ends: Promise
    is_live: bool
    since: date | None
    until: date | None
    is_ending: bool


@require_http_methods(["GET", "POST"])
def open_receipt(request: HttpRequest) -> HttpResponse:
    """Words in, consents out."""
    if request.method == "GET":
        return render(request, "intake/open_receipt.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    given = given_by(form)
    if given is None:
        return render(request, "intake/open_receipt.html", {"form": form}, status=TO_MEND)
    return show_given(request, form.typed(), given, WithdrawForm(live=given.live_uses))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once whether it is meant, then do it and say exactly what was done."""
    if request.method == "GET":
        return redirect("intake:open-receipt")
    receipt_form = ReceiptForm(request.POST)
    given = given_by(receipt_form)
    if given is None:
        return render(request, "intake/open_receipt.html", {"form": receipt_form}, status=TO_MEND)
    receipt = receipt_form.typed()
    form = WithdrawForm(request.POST, live=_once_given(given))
    if not form.is_valid():
        return show_given(request, receipt, given, WithdrawForm(request.POST, live=given.live_uses), status=TO_MEND)
    asked, extent = form.uses_asked(), form.extent_asked()
    names = [_name(use) for use in given.live_uses if asked is None or use in asked]
    shown = {**behind(receipt), "extent": extent, "uses": sorted(asked or ()), "names": names, "given": given}
    if request.POST.get("confirmed") != "yes":
        return render(request, "intake/confirm.html", shown)
    done = withdraw_by_receipt(receipt=receipt, uses=asked, destroy=extent == Extent.DESTROY, now=timezone.now())
    ended = {
        "names": [_name(use) for use in done.ended],
        "had_counts": Use.STATISTICS in done.ended,
        "had_quotes": Use.ANONYMOUS_QUOTE in done.ended,
    }
    return render(request, "intake/withdrawn.html", {**shown, **ended, "done": done})


def show_given(request: HttpRequest, receipt: Hidden[str], given: Given, form: WithdrawForm, *, status: int = 200) -> HttpResponse:
    """The page behind a receipt: what the team wrote, what was agreed to, and the ways on."""
    inbox = read_inbox(receipt=receipt, now=timezone.now())
    note_asked_again(given=given, now=timezone.now())
    cards = _cards(given)
    context = {
        **behind(receipt),
        "given": given,
        "inbox": inbox,
        "ending": [card for card in cards if card.is_ending],
        "agreed": [card for card in cards if card.since],
        "refused": [card for card in cards if not card.since],
        "may_agree": bool(given.open_uses),
        "form": form,
        "live": len(given.live_uses),
    }
    return render(request, "intake/given.html", context, status=status)


def _cards(given: Given) -> tuple[UseCard, ...]:
    by_use = {each.use: each for each in given.uses}
    cards = []
    for asked in ASKED:
        found = by_use.get(asked.use)
        since = None if found is None else found.ended_on or found.granted_on
        is_live = found is not None and found.ended_on is None
        until = found.until if is_live and found else None
        cards.append(
            UseCard(
                name=asked.name, means=asked.means, ends=asked.ends, is_live=is_live, since=since, until=until,
                is_ending=found is not None and found.is_ending,
            )
        )  # fmt: skip
    return tuple(cards)


def _once_given(given: Given) -> tuple[Use, ...]:
    """Every use that was ever said yes to, so that a form sent twice is answered and not refused."""
    return tuple(each.use for each in given.uses)


def _name(use: Use) -> object:
    wording = wording_of(use)
    return wording.name if wording else use.value
