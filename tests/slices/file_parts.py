"""Files for tests: made, sealed and added as the product does it."""

from __future__ import annotations

import io

from PIL import Image

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault.files import FileWriter, Written
from firsthand.intake.attachments import add_files

MAKER = "Heron Optics 4471"


def write_file(content, *, name="a.bin", now):
    writer = FileWriter()
    writer.write(content)
    return writer.finish(name=Hidden(name), media_type=Hidden("application/octet-stream"), day=now)


def add_file(receipt: Hidden[str], content: bytes, *, name: str = "a.bin", now) -> str:
    """The Ref of a file that was added to what this receipt stands for."""
    written: Written = write_file(content, name=name, now=now)
    return add_files(receipt=receipt, files=[written], now=now)[0].ref


def photograph(kind="JPEG"):
    """A small picture in which a camera wrote its maker and a place."""
    picture, exif, out = Image.new("RGB", (40, 30), (120, 40, 40)), Image.Exif(), io.BytesIO()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, format=kind, exif=exif)
    return out.getvalue()
