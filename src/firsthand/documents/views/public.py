"""What everyone may read. Consent is asked again at every reading: an edition that lost words is not shown, whoever is late.

Nothing here may be kept by a cache without asking us first, because a cached page cannot be taken back.
"""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from firsthand.core.manuscript import EditionMark
from firsthand.core.refusal import NotFound
from firsthand.documents.citing import dublin_core
from firsthand.documents.content import printed
from firsthand.documents.queries import EditionCard, content_of, public_edition, public_editions, stored_file
from firsthand.documents.views.machine import citable
from firsthand.render.formats import FORMATS
from firsthand.render.html import render_body


@require_safe
@cache_control(no_cache=True)
def list_editions(request: HttpRequest) -> HttpResponse:
    """What the network published and stands by."""
    return render(request, "documents/public_editions.html", {"editions": public_editions(now=timezone.now())})


@require_safe
@cache_control(no_cache=True)
def show_edition(request: HttpRequest, ref: str) -> HttpResponse:
    """An edition, or what became of it."""
    edition = public_edition(ref, now=timezone.now())
    content = content_of(edition.ref) if edition.is_shown else None
    if content is None:
        return _ended(request, edition)
    mark = EditionMark(ref=edition.ref, number=str(edition.number))
    body = render_body(printed(content, mark=mark, claims_at="/claims/"))
    offered = [(FORMATS[file.format], file) for file in edition.files if file.format in FORMATS]
    about = dublin_core(citable(edition))
    context = {"edition": edition, "content": content, "body": body, "files": offered, "about": about}
    return render(request, "documents/public_edition.html", context)


@require_safe
@cache_control(no_cache=True)
def download_edition(request: HttpRequest, ref: str, file_format: str) -> HttpResponse | FileResponse:
    """An edition's file, if the edition is whole and shown at this moment.

    Raises:
        NotFound: there is no such edition or file.
    """
    edition = public_edition(ref, now=timezone.now())
    if not edition.is_shown:
        return _ended(request, edition)
    stored = stored_file(edition.ref, file_format)
    shape = FORMATS.get(file_format)
    if stored is None or shape is None:
        raise NotFound
    name = f"{edition.ref}.{shape.extension}"
    return FileResponse(default_storage.open(stored.stored_as), as_attachment=True, filename=name, content_type=shape.media_type)


def _ended(request: HttpRequest, edition: EditionCard) -> HttpResponse:
    """The page that stays: what became of the edition and where to read on. 410 (gone) tells machines that nothing took its place."""
    return render(request, "documents/ended_edition.html", {"edition": edition}, status=200 if edition.successor else 410)
