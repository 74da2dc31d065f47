"""The page on which a text is published, or told what still stands in its way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firsthand.documents.queries import version_for
from firsthand.flows.publication import Cause, NotPublishable, TextIsEmpty, publish
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.render.markdown import MarkdownRefused


@require_POST
@step_up_required
def publish_manuscript(request: DeskRequest, ref: str, number: int) -> HttpResponse:
    """Publish a saved version; a refusal names every cause and publishes nothing."""
    version = version_for(request.user, ref, number=number)
    try:
        edition = publish(manuscript_ref=ref, number=number, by=request.user, now=timezone.now())
    except NotPublishable as refusal:
        causes = refusal.causes
    except MarkdownRefused as refusal:
        causes = tuple(Cause(ref=_("Line %(line)d") % {"line": p.line}, section="", reason=p.reason) for p in refusal.problems)
    except TextIsEmpty as refusal:
        causes = (Cause(ref=ref, section="", reason=str(refusal)),)
    else:
        messages.success(request, _("Published. The files are being made and will appear on this page."))
        return redirect("documents:show-edition", edition)
    return render(request, "not_publishable.html", {"version": version, "causes": causes}, status=409)
