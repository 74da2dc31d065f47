"""Zip files whose bytes depend on nothing but their content: EPUB and DOCX are zip files with rules."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can tell
_READABLE = 0o644 << 16


def zip_of(files: Mapping[str, bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """A zip file with these files in this order, without times; those in `stored` are not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = _READABLE
            entry.create_system = 3  # Unix, whatever this runs on
            archive.writestr(entry, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return written.getvalue()
