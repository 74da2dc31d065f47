"""The evidence stage and a text that stands on it: two quotes, a figure and a citation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tests.slices.evidence_stage import Stage
from tests.slices.matrix_files import matrix_file

from firsthand.commitments.actions import import_matrix
from firsthand.commitments.models import Commitment
from firsthand.documents.actions import start_manuscript
from firsthand.flows.publication import publish

FIRST = "They took everything I had earned."
SECOND = "I went to report it and they laughed."


@dataclass
class TextStage(Stage):
    """Everything is made when first asked for; `first_testimony` and `second_testimony` are behind the quotes."""

    @cached_property
    def first_testimony(self) -> str:
        return self.give()

    @cached_property
    def second_testimony(self) -> str:
        return self.give(door=self.birch_door)

    @cached_property
    def first_quote(self) -> str:
        return self._cleared(self.first_testimony, FIRST)

    @cached_property
    def second_quote(self) -> str:
        return self._cleared(self.second_testimony, SECOND)

    @cached_property
    def figure(self) -> str:
        self.people(12)
        figure = self.make_figure(self.open_batch())
        self.approve(figure)
        return figure

    @cached_property
    def commitment(self) -> str:
        import_matrix(data=matrix_file(), state="SI", session="20", by=self.cast.lark, now=self.now)
        return Commitment.objects.order_by("pk").first().ref

    @cached_property
    def manuscript(self) -> str:
        body = "\n\n".join(
            (
                "## What happened",
                f"{{{{quote:{self.first_quote}}}}}",
                f"{{{{quote:{self.second_quote}}}}}",
                f"{{{{figure:{self.figure}}}}}",
                f"A promise [@{self.commitment}].",
            )
        )
        return self.write(body)

    @cached_property
    def edition(self) -> str:
        return publish(manuscript_ref=self.manuscript, number=1, by=self.cast.lark, now=self.now)

    def write(self, body: str, *, title: str = "A brief") -> str:
        return start_manuscript(organisation_id=self.cast.alder.pk, title=title, body=body, by=self.cast.lark, now=self.now)

    def _cleared(self, testimony: str, words: str) -> str:
        quote = self.lift(testimony, words=words)
        self.clear(quote)
        return quote
