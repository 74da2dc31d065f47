"""Charts of released tables, drawn as SVG on the server."""

from firsthand.render.charts.chart import draw_chart

__all__ = ["draw_chart"]
