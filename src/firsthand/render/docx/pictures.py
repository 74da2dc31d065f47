"""Charts as pictures: word processors before 2016 show no SVG, and pandoc would need a program beside it to embed one."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import typst

from firsthand.render.pdf.literals import literal
from firsthand.render.svg import check_svg

WIDTH = "15.5cm"  # of the text on the page
_DOTS_PER_INCH = 220


def pictures_of(drawings: Mapping[str, str]) -> dict[str, str]:
    """Each drawing as the `data:` address of a PNG on white, drawn by the typesetter of the PDF with the same typefaces.

    All are drawn in one run, one to a page, because a run reads the typefaces of the machine first.
    """
    if not drawings:
        return {}
    pages = "\n#pagebreak()\n".join(f'#image(bytes({literal(check_svg(svg))}), format: "svg", width: {WIDTH})' for svg in drawings.values())
    source = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{pages}\n"
    made: Any = typst.compile(source.encode(), format="png", ppi=_DOTS_PER_INCH)
    pngs = made if isinstance(made, list) else [made]  # one page comes by itself, which the library's types do not tell
    return {name: f"data:image/png;base64,{base64.b64encode(png).decode()}" for name, png in zip(drawings, pngs, strict=True)}
