"""A word processor's file, for those who work on with the text."""

from firsthand.render.docx.writing import render_docx

__all__ = ["render_docx"]
