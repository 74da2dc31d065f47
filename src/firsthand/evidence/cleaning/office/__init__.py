"""Office files: what is read in them, in a package made anew."""

from __future__ import annotations

from firsthand.evidence.cleaning.office.opendocument import cleaned_opendocument
from firsthand.evidence.cleaning.office.openxml import cleaned_openxml
from firsthand.evidence.cleaning.office.packages import read_package
from firsthand.evidence.cleaning.refused import CannotBeCleaned


def cleaned_office(data: bytes) -> tuple[bytes, str]:
    """A clean copy and its ending.

    Raises:
        DoesNotRead: it is damaged or locked.
        HoldsMore: something in it cannot be cleaned.
        TooLargeToClean: unpacked it would not fit into memory.
        CannotBeCleaned: it is an archive of another kind.
    """
    parts = read_package(data)
    if "mimetype" in parts:
        return cleaned_opendocument(parts)
    if "[Content_Types].xml" in parts:
        return cleaned_openxml(parts)
    raise CannotBeCleaned
