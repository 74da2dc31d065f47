"""Keeping the wording that people were asked, for as long as an answer to it stands."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from firsthand.foundation.consents.models import ConsentText
from firsthand.foundation.consents.wording import ASKED, ASKED_IN_PERSON, TEXT_VERSION


@transaction.atomic
def keep_texts(*, now: datetime) -> int:
    """Keep the present version of every question in every language in which it is shown. Returns how many were new.

    A text that was kept before is never changed: a new sentence is a new version. Where a language has no translation yet, what is shown
    and kept is the text that stands in for it.
    """
    known = set(ConsentText.objects.filter(version=TEXT_VERSION, jurisdiction="").values_list("language", "use"))
    new = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            new += [
                ConsentText(
                    jurisdiction="",
                    language=language,
                    version=TEXT_VERSION,
                    use=asked.use.value,
                    question=str(asked.question),
                    meaning=str(asked.means),
                    ending=str(asked.ends),
                    kept_on=now.date(),
                )
                for asked in (*ASKED, *ASKED_IN_PERSON)
                if (language, asked.use.value) not in known
            ]
    ConsentText.objects.bulk_create(new)
    return len(new)
