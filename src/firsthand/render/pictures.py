"""Charts as pictures made of dots, for where a drawing cannot stand."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import Any

import typst

from firsthand.render.svg import check_svg
from firsthand.render.typst_strings import literal

WIDTH = "15.5cm"  # of the text on the page
_DOTS_PER_INCH = 220


def pictures_of(drawings: Mapping[str, str]) -> dict[str, str]:
    """Each drawing as the `data:` address of a PNG on white, drawn by the typesetter of the PDF with the same typefaces.

    Word processors before 2016 show no SVG, and pandoc would need a program beside it to embed one. All are drawn in one run, one to
    a page, because a run reads the typefaces of the machine first.
    """
    return {name: _address(png) for name, png in _drawn(drawings).items()}


def wrapped_pictures_of(drawings: Mapping[str, str]) -> dict[str, str]:
    """Each drawing as an SVG that holds nothing but its picture: it looks the same and has no text in it."""
    return {name: _wrapped(png) for name, png in _drawn(drawings).items()}


def _drawn(drawings: Mapping[str, str]) -> dict[str, bytes]:
    if not drawings:
        return {}
    pages = "\n#pagebreak()\n".join(f'#image(bytes({literal(check_svg(svg))}), format: "svg", width: {WIDTH})' for svg in drawings.values())
    source = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{pages}\n"
    made: Any = typst.compile(source.encode(), format="png", ppi=_DOTS_PER_INCH)
    pngs = made if isinstance(made, list) else [made]  # one page comes by itself, which the library's types do not tell
    return dict(zip(drawings, pngs, strict=True))


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _wrapped(png: bytes) -> str:
    width, height = struct.unpack(">II", png[16:24])  # PNG (ISO 15948), the header chunk
    size = f'width="{width}" height="{height}"'
    picture = f'<image {size} href="{_address(png)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>{picture}</svg>'
