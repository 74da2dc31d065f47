"""A tagged PDF for print and for screen readers."""

from firsthand.render.pdf.compiling import render_pdf

__all__ = ["render_pdf"]
