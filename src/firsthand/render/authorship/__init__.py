"""Whose words stand, to look at: the text marked by origin with a table, and a chart over time."""

from firsthand.render.authorship.marked import Voice, Wording, authorship_css, render_marked
from firsthand.render.authorship.timeline import draw_timeline

__all__ = ["Voice", "Wording", "authorship_css", "draw_timeline", "render_marked"]
