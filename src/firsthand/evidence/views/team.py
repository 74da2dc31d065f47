"""An evidence team: who is on it, its keys, its trustees. What changes keys needs a member who has unlocked in this browser."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotFound, NotValid
from firsthand.evidence import actions
from firsthand.evidence.forms import PersonForm, TrusteesForm
from firsthand.evidence.queries import TeamCard, team_asked_for, team_for, team_trusted_to
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.foundation.vault import unlocking
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.wire import UnlockedTeam

SECONDS = 2.0  # of sealing anew in one request; the page goes on from there


@require_safe
def show_team(request: DeskRequest, place: str) -> HttpResponse:
    """The team's page."""
    _team, card = _found(request, place)
    return _page(request, card)


@require_POST
@step_up_required
def let_in(request: DeskRequest, place: str) -> HttpResponse:
    """Let someone of the organisation in, who made a key."""
    team, card = _found(request, place)
    key = unlocking.unlocked_team(request, team=team)
    actions.let_in(team=team, newcomer=_person(request, card), with_key=key, by=request.user, now=timezone.now())
    messages.success(request, _("They can open now what is sealed to the team."))
    return redirect("evidence:show-team", place=place)


@require_POST
@step_up_required
def take_off(request: DeskRequest, place: str) -> HttpResponse:
    """Take someone off and change the keys; what was sealed before is sealed anew at once, as far as one request goes."""
    team, card = _found(request, place)
    key = unlocking.unlocked_team(request, team=team)
    new = actions.take_off(team=team, member=_person(request, card), with_key=key, by=request.user, now=timezone.now())
    messages.success(request, _("They are off the team, and its keys have changed. What is sealed from now on they cannot open."))
    return _seal_anew(request, team, new)


@require_POST
@step_up_required
def renew_keys(request: DeskRequest, place: str) -> HttpResponse:
    """Change the keys without taking anyone off."""
    team, _card = _found(request, place)
    key = unlocking.unlocked_team(request, team=team)
    new = actions.renew_keys(team=team, with_key=key, by=request.user, now=timezone.now())
    messages.success(request, _("The team has new keys."))
    return _seal_anew(request, team, new)


@require_POST
def reseal(request: DeskRequest, place: str) -> HttpResponse:
    """Go on sealing anew where it stopped, whoever stopped it."""
    team, _card = _found(request, place)
    return _seal_anew(request, team, unlocking.unlocked_team(request, team=team))


@require_http_methods(["GET", "POST"])
@step_up_required
def name_trustees(request: DeskRequest, place: str) -> HttpResponse:
    """Say who can together let someone back in."""
    team, card = _found(request, place)
    if not card.coordinates:
        raise NotFound
    people = {holder.ref: holder.name for holder in card.may_be_trusted}
    elsewhere = " ".join(holder.ref for holder in card.trustees if holder.ref not in people)
    already = {"here": [holder.ref for holder in card.trustees], "elsewhere": elsewhere, "needed": card.needed or 2}
    form = TrusteesForm(request.POST or None, people=tuple(people.items()), initial=already)
    if request.method == "POST" and form.is_valid():
        key = unlocking.unlocked_team(request, team=team)
        needed, chosen = form.cleaned_data["needed"], form.chosen()
        try:
            actions.name_trustees(team=team, trustees=chosen, needed=needed, with_key=key, by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("needed", str(refused))
        except NotFound:
            form.add_error("elsewhere", _("One of these references is nobody’s who has a key."))
        else:
            messages.success(request, _("The trustees are named. Each of them reads it on their page about keys."))
            return redirect("evidence:show-team", place=place)
    context = {"team": card, "form": form, "is_unlocked": unlocking.is_unlocked(request)}
    return render(request, "evidence/name_trustees.html", context, status=422 if form.errors else 200)


@require_POST
@step_up_required
def end_trust(request: DeskRequest, place: str) -> HttpResponse:
    """Have no trustees any more."""
    team, _card = _found(request, place)
    actions.end_trust(team=team, by=request.user, now=timezone.now())
    messages.success(request, _("The team has no trustees any more."))
    return redirect("evidence:show-team", place=place)


@require_POST
@step_up_required
def ask(request: DeskRequest, place: str) -> HttpResponse:
    """Ask the trustees to let someone in."""
    team, card = _found(request, place)
    actions.ask_trustees(team=team, for_person=_person(request, card), by=request.user, now=timezone.now())
    messages.success(
        request, _("The trustees read on their page about keys that they are asked. Tell them too: then they know it is true.")
    )
    return redirect("evidence:show-team", place=place)


@require_POST
@step_up_required
def stop_asking(request: DeskRequest, place: str) -> HttpResponse:
    """Stop asking the trustees."""
    team, _card = _found(request, place)
    actions.stop_asking(team=team, by=request.user, now=timezone.now())
    messages.success(request, _("The trustees are no longer asked. What they gave is deleted."))
    return redirect("evidence:show-team", place=place)


@require_POST
@step_up_required
def give_share(request: DeskRequest, place: str) -> HttpResponse:
    """A trustee gives their share."""
    team = team_trusted_to(request.user, place)
    given = actions.give_share(team=team, giver=unlocking.unlocked_member(request), by=request.user, now=timezone.now())
    words = ngettext("%(given)d of %(needed)d share is given.", "%(given)d of %(needed)d shares are given.", given.needed)
    messages.success(request, words % {"given": given.given, "needed": given.needed})
    return redirect("evidence:show-keys")


@require_POST
@step_up_required
def complete(request: DeskRequest, place: str) -> HttpResponse:
    """Put the shares together: the person for whom they were given is on the team."""
    team = team_asked_for(request.user, place)
    actions.complete_recovery(team=team, member=unlocking.unlocked_member(request), by=request.user, now=timezone.now())
    messages.success(request, _("You are on the team again and can open what is sealed to it."))
    return redirect("evidence:show-keys")


def _found(request: DeskRequest, place: str) -> tuple[Team, TeamCard]:
    return team_for(request.user, place, today=timezone.now().date())


def _person(request: DeskRequest, card: TeamCard) -> str:
    people = [(holder.ref, holder.name) for holder in (*card.members, *card.may_join)]
    form = PersonForm(request.POST, people=people)
    if not form.is_valid():
        raise NotFound
    return str(form.cleaned_data["person"])


def _seal_anew(request: DeskRequest, team: Team, key: UnlockedTeam) -> HttpResponse:
    """As many pieces as fit into one request, each a transaction; the page has a button for the rest."""
    until, after, done = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < until:
        piece = actions.seal_anew(team=team, with_key=key, by=request.user, now=timezone.now(), after=after)
        done += piece.done
        if piece.last is None:
            break
        after = piece.last
    if done:
        words = ngettext("%d key was sealed anew.", "%d keys were sealed anew.", done)
        messages.success(request, words % done)
    return redirect("evidence:show-team", place=team.owner)


def _page(request: DeskRequest, card: TeamCard) -> HttpResponse:
    people = [(holder.ref, holder.name) for holder in card.may_join]
    context = {"team": card, "form": PersonForm(people=people), "is_unlocked": unlocking.is_unlocked(request)}
    return render(request, "evidence/show_team.html", context)
