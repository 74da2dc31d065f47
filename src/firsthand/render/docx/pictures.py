"""A chart as a picture: word processors before 2016 show no SVG, and pandoc would need a program beside it to embed one."""

from __future__ import annotations

import base64

import typst

from firsthand.render.pdf.literals import literal
from firsthand.render.svg import check_svg

WIDTH = "15.5cm"  # of the text on the page
_DOTS_PER_INCH = 220


def picture_of(svg: str) -> str:
    """This drawing as the `data:` address of a PNG on white, drawn by the typesetter of the PDF with the same typefaces."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        f'#image(bytes({literal(check_svg(svg))}), format: "svg", width: {WIDTH})\n'
    )
    png = typst.compile(source.encode(), format="png", ppi=_DOTS_PER_INCH)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
