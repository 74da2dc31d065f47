"""What is done after an action's transaction. Arguments are Refs, never words."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from firsthand.core.manuscript import EditionMark
from firsthand.documents.actions import EditionEnded, mark_told, store_file
from firsthand.documents.content import printed
from firsthand.documents.queries import content_of, public_edition, recipients_to_tell
from firsthand.flows.later import later
from firsthand.render.formats import FORMATS


@later
def render_files(edition_ref: str) -> None:
    """Make every format of an edition and keep its files. An edition that ended meanwhile gets none."""
    edition = public_edition(edition_ref, now=timezone.now())
    content = content_of(edition_ref)
    if not edition.is_shown or content is None:
        return
    mark = EditionMark(ref=edition.ref, number=str(edition.number))
    resolved = printed(content, mark=mark, claims_at=f"{settings.PUBLIC_ADDRESS}/claims/")
    for name, shape in FORMATS.items():
        try:
            store_file(edition_ref=edition_ref, file_format=name, data=shape.render(resolved))
        except EditionEnded:
            return


@later
def tell_recipients(edition_ref: str) -> None:
    """Tell everyone outside the network who received an edition that it changed. The mail names no one and says nothing telling."""
    edition = public_edition(edition_ref, now=timezone.now())
    where = f"{settings.PUBLIC_ADDRESS}/publications/{edition.successor or edition.ref}/"
    for recipient_id, address in recipients_to_tell(edition_ref):
        send_mail(
            subject=_("A publication you received has changed"),
            message=_("Please use what now stands at this address and delete the edition you have: %(where)s") % {"where": where},
            from_email=None,
            recipient_list=[address],
        )
        mark_told(recipient_id=recipient_id, now=timezone.now())
