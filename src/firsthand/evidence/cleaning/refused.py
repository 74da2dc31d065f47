"""Why there is no clean copy of a file, in words for who asked for one."""

from __future__ import annotations

from firsthand.core.refusal import NotNow


class CannotBeCleaned(NotNow):
    """It is of no kind that can be cleaned here; or, in the classes below it, something in it stands in the way."""

    code = "cannot-be-cleaned"
    sentence = (
        "This file cannot be cleaned here. What can: pictures (JPEG, PNG, WebP) of one frame, PDF, files of Word, Excel, PowerPoint and "
        "LibreOffice (.docx, .xlsx, .pptx, .odt, .ods, .odp), recordings and films of the usual kinds (MP3, M4A, OGG, WAV, FLAC, MP4, "
        "MOV, 3GP, WebM)."
    )


class DoesNotRead(CannotBeCleaned):
    code = "does-not-read"
    sentence = "This file is damaged, or locked with a password, so it cannot be cleaned here."


class HoldsMore(CannotBeCleaned):
    code = "holds-more"
    sentence = (
        "This file holds something that cannot be cleaned here: a macro, another file, a link to a file elsewhere, a picture or a sound of "
        "another kind. There is no clean copy, because one that is half clean would be worse than none."
    )


class TooLargeToClean(NotNow):
    code = "too-large-to-clean"
    sentence = "This file is too large to be cleaned here: a copy is made in memory, up to 150 MB and 80 million pixels."


REFUSALS: dict[str, type[NotNow]] = {each.code: each for each in (CannotBeCleaned, DoesNotRead, HoldsMore, TooLargeToClean)}
