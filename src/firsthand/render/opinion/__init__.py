"""The opinion map, drawn."""

from firsthand.render.opinion.drawing import draw_opinion_map

__all__ = ["draw_opinion_map"]
