"""What stands apart: releasing it among the others, and forgetting what is no testimony."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from firsthand.evidence import actions
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required


@require_POST
def set_apart(request: DeskRequest, ref: str) -> HttpResponse:
    """Let one wait apart."""
    actions.set_apart(testimony_ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("%(ref)s stands apart now.") % {"ref": ref})
    return redirect("evidence:list-testimonies")


@require_POST
def release(request: DeskRequest) -> HttpResponse:
    """Those that were ticked stand among the others."""
    count = actions.release_apart(testimony_refs=request.POST.getlist("ref"), by=request.user, now=timezone.now())
    messages.success(request, ngettext("%d is released.", "%d are released.", count) % count)
    return redirect(f"{reverse('evidence:list-testimonies')}?state=apart")


@require_POST
@step_up_required
def forget(request: DeskRequest) -> HttpResponse:
    """Those that were ticked are ended, and their keys destroyed."""
    count = actions.forget_apart(testimony_refs=request.POST.getlist("ref"), by=request.user, now=timezone.now())
    messages.success(request, ngettext("%d is forgotten.", "%d are forgotten.", count) % count)
    return redirect(f"{reverse('evidence:list-testimonies')}?state=apart")
