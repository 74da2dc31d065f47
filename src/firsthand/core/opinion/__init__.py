"""The opinion map: what a movement agrees on, who differs, and whether the groups are real.

`collect` (or `read_votes`) makes `Votes`; `draw_map(votes, seed=...)` makes the `OpinionMap`. A `State` keeps what a map needs as whole
numbers, so that one more vote, one person forgotten or two servers together cost next to nothing. `compute_like_polis` gives what the
published method gives.
"""

from firsthand.core.opinion.density import Frame, Patch
from firsthand.core.opinion.exporting import export_lines, export_log
from firsthand.core.opinion.floors import FloorTooLow, Rules, TooFewToExport, may_be_shown
from firsthand.core.opinion.mapping import SENTENCES, Arrangement, Finding, OpinionMap, arrange, draw_map
from firsthand.core.opinion.moderation import Moderation
from firsthand.core.opinion.ordering import draw_next, priorities
from firsthand.core.opinion.polis import PolisMap, compute_like_polis
from firsthand.core.opinion.reading import Assertions, FileNotRead, read_assertions, read_votes
from firsthand.core.opinion.saying import as_plain
from firsthand.core.opinion.shown import Cell, Difference, SegmentsUneven, Table
from firsthand.core.opinion.state import State, StatesDiffer
from firsthand.core.opinion.support import Progress, Run, Support
from firsthand.core.opinion.tallies import Tally, tally
from firsthand.core.opinion.votes import AGREE, DISAGREE, PASS, AssertionUnknown, VoteMalformed, Votes, collect, from_cells

__all__ = [
    "AGREE", "DISAGREE", "PASS", "SENTENCES", "Arrangement", "AssertionUnknown", "Assertions", "Cell", "Difference", "FileNotRead",
    "Finding", "FloorTooLow", "Frame", "Moderation", "OpinionMap", "Patch", "PolisMap", "Progress", "Rules", "Run", "SegmentsUneven",
    "State", "StatesDiffer", "Support", "Table", "Tally", "TooFewToExport", "VoteMalformed", "Votes", "arrange", "as_plain", "collect",
    "compute_like_polis", "draw_map", "draw_next", "export_lines", "export_log", "from_cells", "may_be_shown", "priorities",
    "read_assertions", "read_votes", "tally",
]  # fmt: skip
