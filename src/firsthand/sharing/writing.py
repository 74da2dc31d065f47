"""The file that is handed over: the rows as CSV or JSON, with a manifest beside them, in one zip."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from firsthand.render.zipping import zip_of

FORMATS = ("csv", "json")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text, marked as text where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_rows(rows: Iterable[Mapping[str, str]], *, fields: Sequence[str], file_format: str) -> bytes:
    """The rows in this format, with these columns in this order."""
    if file_format == "json":
        return json.dumps([{name: row[name] for name in fields} for row in rows], ensure_ascii=False, indent=1).encode()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(safe_cell, fields))
    writer.writerows([safe_cell(row[name]) for name in fields] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def packed(data: bytes, *, file_format: str, protocol: str, export: str, on: date, rows: int, fields: Sequence[str]) -> tuple[bytes, str]:
    """A zip with the data and its manifest, and the SHA-256 of the data."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"shared.{file_format}"
    manifest = {
        "protocol": protocol,
        "export": export,
        "date": on.isoformat(),
        "file": name,
        "sha256": digest,
        "rows": rows,
        "fields": list(fields),
    }
    return zip_of({"manifest.json": json.dumps(manifest, indent=1).encode(), name: data}), digest
