"""The path of a giver: help first, the limits, one question at a time, a look at it all, and the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from firsthand.intake import floods, once
from firsthand.intake.actions import Door, Receipt, receipt_of_form, receive_testimony
from firsthand.intake.forms.helping import SoughtForm, sought_in
from firsthand.intake.forms.steps import StepForm
from firsthand.intake.helping import directory_at
from firsthand.intake.jurisdictions import limits_at, limits_shown
from firsthand.intake.paths import WAYS, Chosen
from firsthand.intake.queries import door_card, open_door_named, open_door_to_send_to
from firsthand.intake.views import steps
from firsthand.intake.views.steps import Answered, Step

TO_MEND = 422
TOO_MANY = 429


@csrf_exempt  # nothing is kept or done: what is looked for travels in the body, so that it stands in no address and needs no cookie
@require_http_methods(["GET", "POST"])
def show_start(request: HttpRequest, code: str) -> HttpResponse:
    """Do you need help now? Asked before anything else; what was chosen narrows the list."""
    door = open_door_named(code)
    sought = sought_in(request.POST)
    directory = directory_at(door, sought=sought, today=timezone.now().date(), language=get_language() or "en")
    context = {
        "door": door_card(door),
        "directory": directory,
        "sought": SoughtForm(directory=directory, initial=request.POST.dict()),
        "is_narrowed": request.method == "POST",
        "ways": WAYS,
        "law": sought.country,
    }
    return render(request, "intake/start.html", context)


@csrf_exempt  # nothing is kept or done: the way that was chosen travels in the body
@require_http_methods(["GET", "POST"])
def show_limits(request: HttpRequest, code: str) -> HttpResponse:
    """What we can keep to ourselves and what not, before anything is told."""
    door = open_door_named(code)
    if floods.weather_at(door).is_full:
        raise floods.DoorFull
    way = steps.way_in(request.POST)
    limits = limits_at(door, country=request.POST.get("law", ""), language=get_language() or "en")
    return render(request, "intake/limits.html", {"door": door_card(door), "way": way, "first": way.steps[0], "limits": limits})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One question. Only the first can be opened by its address alone; the others arrive with the answers before them."""
    open_door_named(code)
    way = steps.way_in(request.POST)
    wanted = steps.step_named(step, way)
    if request.method == "GET" and wanted.name != way.steps[0]:
        return redirect("intake:start", code=code)
    answered = steps.read_before(wanted, request.POST)
    if answered.to_mend:
        return _show(request, code, *answered.to_mend, status=TO_MEND)
    return _show(request, code, wanted, steps.blank_form(wanted, request.POST))


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that was answered, before it is sent."""
    open_door_named(code)
    if request.method == "GET":
        return redirect("intake:start", code=code)
    answered = steps.read_before(None, request.POST)
    return _show(request, code, *answered.to_mend, status=TO_MEND) if answered.to_mend else _show_check(request, code, answered)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Seal, keep, and show the receipt, once. Sent again, the same form shows the same receipt and keeps nothing more."""
    door = open_door_to_send_to(code)
    if request.method == "GET":
        return redirect("intake:start", code=code)
    answered = steps.read_before(None, request.POST)
    if answered.to_mend:
        return _show(request, code, *answered.to_mend, status=TO_MEND)
    number = once.read(steps.number_of(request.POST))
    if number is None:
        return _show_check(request, code, answered, is_renewed=True, status=TO_MEND)
    weather = floods.weather_at(door)
    if weather.is_full or weather.is_flood:
        before = receipt_of_form(number, get_language() or "en")
        if before:
            return _show_receipt(request, code, before)
        held_up = _held_up(request, door, answered, weather)
        if held_up:
            return held_up
    chosen = Chosen(
        path=steps.way_in(request.POST).path,
        apart=floods.IN_A_FLOOD if weather.is_flood else "",
        limits_shown=limits_shown(door, steps.limits_in(request.POST)),
    )
    receipt = receive_testimony(door=door, words=answered.told(), uses=answered.uses(), chosen=chosen, now=timezone.now(), once=number)
    if receipt.is_new:
        floods.note_taken(door)
    return _show_receipt(request, code, receipt)


def _show_receipt(request: HttpRequest, code: str, receipt: Receipt) -> HttpResponse:
    shown = {"receipt_words": receipt.words.reveal().split(), "testimony_ref": receipt.testimony_ref, "is_new": receipt.is_new}
    return render(request, "intake/receipt.html", {**shown, "code": code})


def _held_up(request: HttpRequest, door: Door, answered: Answered, weather: floods.Weather) -> HttpResponse | None:
    """In a flood: the page that says so, with every answer still on it. None where this form has worked or waited."""
    form, now = steps.number_of(request.POST), timezone.now()
    if weather.is_full:
        return _show_check(request, door.code, answered, is_full=True, status=TOO_MANY)
    sent = request.POST.get("wait", "")
    if floods.is_let_through(door, form, work=request.POST.get("work", ""), wait=sent, now=now):
        return None
    left = floods.seconds_to_wait(sent, form, now)
    context = {
        "code": door.code,
        "carried": steps.carried(request.POST, once=form, besides=None),
        "wait": floods.wait_for(form, now) if left is None else sent,
        "seconds": floods.WAIT_SECONDS if left is None else left,
        "is_early": left is not None,
        "puzzle": floods.puzzle_for(door, form, now),
        "bits": floods.BITS,
    }
    return render(request, "intake/wait.html", context, status=TOO_MANY)


def _show(request: HttpRequest, code: str, step: Step, form: StepForm, *, status: int = 200) -> HttpResponse:
    asked = steps.way_in(request.POST).steps
    place = asked.index(step.name)
    after = asked[place + 1] if place + 1 < len(asked) else ""
    context = {
        "code": code,
        "step": step,
        "form": form,
        "next_url": reverse("intake:ask", args=[code, after]) if after else reverse("intake:check", args=[code]),
        "previous": asked[place - 1] if place else "",
        "place": place + 1,
        "places": len(asked) + 1,
        "carried": steps.carried(request.POST, once=steps.number_of(request.POST) or once.drawn(), besides=step),
    }
    return render(request, "intake/question.html", context, status=status)


def _show_check(
    request: HttpRequest, code: str, answered: Answered, *, is_renewed: bool = False, is_full: bool = False, status: int = 200
) -> HttpResponse:
    number = once.drawn() if is_renewed else steps.number_of(request.POST)
    asked = steps.way_in(request.POST).steps
    context = {
        "code": code,
        "answers": [(step, form.summary()) for step, form in answered.valid],
        "previous": asked[-1],
        "place": len(asked) + 1,
        "places": len(asked) + 1,
        "is_renewed": is_renewed,
        "is_full": is_full,
        "carried": steps.carried(request.POST, once=number, besides=None),
    }
    return render(request, "intake/check.html", context, status=status)
