"""What is wrong with a text, line by line, so that a writer can mend everything at once."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.refusal import NotValid


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: `line` counts from 1, `reason` is a sentence."""

    line: int
    reason: str


class MarkdownRefused(NotValid):
    """`problems` holds a `Problem` for each thing to mend, in the order of the lines."""

    code = "markdown-refused"
    sentence = "This text cannot be read yet. {listed}"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(problems=problems, listed=" ".join(f"Line {p.line}: {p.reason}" for p in problems))
