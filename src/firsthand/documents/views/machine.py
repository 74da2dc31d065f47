"""Editions for machines: how they are cited, and a feed that also tells what became of the old ones."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from firsthand.core.refusal import NotFound
from firsthand.documents.citing import Citable, bibtex, csl_json
from firsthand.documents.queries import EditionCard, latest_news, public_edition


@require_safe
@cache_control(no_cache=True)
def cite_as_csl(_request: HttpRequest, ref: str) -> HttpResponse:
    """The citation for a reference manager."""
    return HttpResponse(csl_json(_shown(ref)), content_type="application/vnd.citationstyles.csl+json")


@require_safe
@cache_control(no_cache=True)
def cite_as_bibtex(_request: HttpRequest, ref: str) -> HttpResponse:
    """The citation for TeX."""
    return HttpResponse(bibtex(_shown(ref)), content_type="application/x-bibtex; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def show_feed(request: HttpRequest) -> HttpResponse:
    """What was published, replaced or withdrawn, the last change on top. An entry keeps its id for life, so that a reader updates it."""
    home = settings.PUBLIC_ADDRESS + reverse("public-documents:list-editions")
    feed = Atom1Feed(
        title=settings.NETWORK_NAME,
        link=home,
        description="",
        language=get_language() or "en",
        feed_url=settings.PUBLIC_ADDRESS + request.path,
        feed_guid=home,
    )
    for edition in latest_news(now=timezone.now()):
        address = _address(edition)
        feed.add_item(
            title=edition.title,
            link=address,
            description=_state(edition),
            unique_id=address,
            pubdate=edition.published_at,
            updateddate=edition.ended_at or edition.published_at,
            author_name=edition.organisation,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def citable(edition: EditionCard) -> Citable:
    """What is said of an edition wherever it is cited."""
    return Citable(
        ref=edition.ref,
        title=edition.title,
        organisation=edition.organisation,
        number=edition.number,
        language=edition.language,
        published_on=edition.published_at.date(),
        address=_address(edition),
        licence=settings.LICENCE,
    )


def _shown(ref: str) -> Citable:
    """An edition that is not shown is not offered to be cited."""
    edition = public_edition(ref, now=timezone.now())
    if not edition.is_shown:
        raise NotFound
    return citable(edition)


def _address(edition: EditionCard) -> str:
    path = reverse("public-documents:show-edition", args=[edition.ref])
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _state(edition: EditionCard) -> str:
    if edition.is_shown:
        return _("Edition %(number)d is live.") % {"number": edition.number}
    if edition.successor:
        return _("Edition %(number)d was replaced. Please use the one that took its place.") % {"number": edition.number}
    return _("Edition %(number)d is no longer published.") % {"number": edition.number}
