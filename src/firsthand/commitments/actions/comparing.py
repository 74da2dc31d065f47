"""What a matrix would add to the register or change in it, found without writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.commitments.matrix import Matrix, MatrixRow
from firsthand.commitments.models import Commitment
from firsthand.commitments.territories import name_of
from firsthand.core.searching import fold

Key = tuple[str, str]
_STATE_NAMED_IN = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A commitment that stands in the register and a row that prints it differently; the flags say in what."""

    stored: Commitment
    row: MatrixRow
    is_reworded: bool
    is_repositioned: bool
    is_reclassified: bool
    has_remark: bool
    is_refiled: bool  # its heading, its report or the States named, with the text unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`absent` counts commitments of this session that the file does not print; they stay as they are."""

    new: tuple[MatrixRow, ...]
    changed: tuple[Difference, ...]
    left: int
    absent: int


def compare(matrix: Matrix, stored: Iterable[Commitment]) -> Comparison:
    """The rows of a matrix beside the commitments of the same session, which come with latest positions, themes and remarks prefetched."""
    known: Mapping[Key, Commitment] = {(commitment.number, commitment.part): commitment for commitment in stored}
    new: list[MatrixRow] = []
    changed: list[Difference] = []
    left = 0
    for row in matrix.rows:
        commitment = known.get((row.number, row.part))
        if commitment is None:
            new.append(row)
            continue
        difference = _difference(commitment, row, matrix.document_symbol)
        if difference is None:
            left += 1
        else:
            changed.append(difference)
    return Comparison(new=tuple(new), changed=tuple(changed), left=left, absent=len(known) - left - len(changed))


def asks_of(row: MatrixRow) -> list[dict[str, Any]]:
    """The recommendations of a row as they are stored."""
    return [{"text": ask.text, "states": [{"name": state.name, "code": state.code} for state in ask.states]} for ask in row.asks]


def symbol_of(row: MatrixRow, document_symbol: str) -> str:
    """The report whose paragraph the row's number is: the file's, or where the file names several, the row's own."""
    return document_symbol or row.source.symbol.partition("/Add.")[0]


def searched_in(row: MatrixRow, *, ref: str, state: str, document_symbol: str) -> str:
    """The words by which a commitment is found: its number, Ref and symbol, its text, the States that asked and the State's names."""
    names = (name_of(state, language) for language in _STATE_NAMED_IN)
    asking = (named.name for ask in row.asks for named in ask.states)
    # Each is folded alone: two blanks between them keep what stands side by side only here from being found as a phrase.
    return "".join(map(fold, (f"{row.number}{row.part}", ref, document_symbol, row.text, *asking, *names)))


def _difference(stored: Commitment, row: MatrixRow, document_symbol: str) -> Difference | None:
    position = next(iter(stored.positions.all()), None)
    printed = (row.position.value, row.position_words, row.source.printed)
    tags = {(theme.scheme, theme.code, theme.label) for theme in stored.themes.all()}
    is_reworded = stored.text != row.text
    difference = Difference(
        stored=stored,
        row=row,
        is_reworded=is_reworded,
        is_repositioned=position is None or (position.value, position.words, position.source) != printed,
        is_reclassified=tags != {(tag.scheme.value, tag.code, tag.label) for tag in row.tags},
        has_remark=bool(row.comment) and row.comment not in {remark.text for remark in stored.remarks.all()},
        is_refiled=not is_reworded
        and (stored.section, stored.document_symbol, stored.asks) != (row.section, symbol_of(row, document_symbol), asks_of(row)),
    )
    has_any = (
        difference.is_reworded or difference.is_repositioned or difference.is_reclassified or difference.has_remark or difference.is_refiled
    )
    return difference if has_any else None
