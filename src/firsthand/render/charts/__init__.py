"""Charts of released tables, drawn as SVG on the server."""

from firsthand.render.charts.kinds import ChartKind, draw_chart, kinds_for
from firsthand.render.charts.saying import description_of, summary_of

__all__ = ["ChartKind", "description_of", "draw_chart", "kinds_for", "summary_of"]
