"""An edition as plain text: for the smallest telephone, a screen reader, a message, a printer with nothing else."""

from firsthand.render.plain.writing import render_plain

__all__ = ["render_plain"]
