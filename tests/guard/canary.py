"""Marked words, and every place where they could have been left."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.test import Client


def faces(mark: str) -> tuple[bytes, ...]:
    """What these words look like in a file: plain, wide, in hexadecimal, escaped for an address, in base 64 at any offset."""
    plain = mark.encode()
    sixes = [base64.b64encode(b"\0" * pad + plain)[4 if pad else 0 : -4] for pad in range(3)]
    return (plain, mark.encode("utf-16-le"), plain.hex().encode(), quote(mark).encode(), *sixes)


def is_in(data: bytes, mark: str) -> bool:
    return any(face in data for face in faces(mark))


def tables_holding(mark: str) -> set[str]:
    """Every table in which a row holds the mark, in whatever column: one pass over the whole database."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(is_in(_bytes_of(value), mark) for row in cursor.fetchall() for value in row if value is not None):
                found.add(table)
    return found


def bytes_on_disk(path: Path) -> bytes:
    """What a file holds. One that a running server removed since it was listed holds nothing: it is no longer on the disk."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def files_holding(folder: Path, mark: str) -> set[str]:
    """Every file below a folder whose name or bytes hold the mark."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if is_in(path.name.encode(), mark) or (path.is_file() and is_in(bytes_on_disk(path), mark))
    }


def public_pages(start: str = "/") -> Iterator[tuple[str, bytes]]:
    """Every page and file that anyone reaches by following links from the front page: (address, bytes)."""
    reader, waiting, seen = Client(), [start], {start}
    while waiting:
        address = waiting.pop()
        answer = reader.get(address)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, b"\n".join(f"{name}: {value}".encode() for name, value in answer.items()) + data
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            for link in re.findall(rb'href="(/[^"#?]*)', data):
                found = link.decode()
                if found not in seen and not found.startswith(("/desk/", "/static/")):
                    seen.add(found)
                    waiting.append(found)


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
