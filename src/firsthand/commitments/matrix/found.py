"""What a matrix says, row by row, and how reading one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.core.commitment import PositionValue, Scheme
from firsthand.core.refusal import NotValid


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A row as someone counts it in Word: the header is row 1. Only files with several tables name the table."""

    table: int
    row: int

    def __str__(self) -> str:
        return f"row {self.row}" if self.table == 1 else f"table {self.table}, row {self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason against a file; `where` is None when it is about the file as a whole."""

    where: Where | None
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}" if self.where else self.why


class MatrixRefused(NotValid):
    """`problems` holds every reason found, in reading order. Nothing of the file was used."""

    code = "matrix-refused"
    sentence = "The file cannot be read as a matrix of recommendations. {told}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems=self.problems, told="; ".join(map(str, self.problems[:20])))


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNamed:
    """A State as printed, with its code where the name is known."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One recommendation within a number, in its own words, with the States that made it."""

    text: str
    states: tuple[StateNamed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A classification as printed: a code where the scheme has one, and the label."""

    scheme: Scheme
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the State's position is printed. `printed` are the words of the matrix; symbol and paragraph are read from them."""

    printed: str = ""
    symbol: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One numbered recommendation. `text` is verbatim, without its number and without the source of the position."""

    where: Where
    number: str
    part: str
    text: str
    asks: tuple[Ask, ...]
    position: PositionValue
    position_words: str
    source: Source
    section: str
    tags: tuple[Tag, ...]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A whole file. `title` is what its page header calls it; `state` and `session` are read from the title, empty if not told."""

    title: str
    state: str
    session: str
    rows: tuple[MatrixRow, ...]

    @property
    def document_symbol(self) -> str:
        """The report whose paragraphs the numbers are, without its addenda; empty if the rows name none or several."""
        symbols = {row.source.symbol.partition("/Add.")[0] for row in self.rows if row.source.symbol}
        return symbols.pop() if len(symbols) == 1 else ""
