"""Reading what other systems export: the five CSV files of the published method, of which two matter here."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.core.opinion.moderation import Moderation
from firsthand.core.opinion.votes import Votes, collect
from firsthand.core.refusal import NotValid

_ASSERTION = ("comment-id", "comment_id", "statement-id", "tid")
_PERSON = ("voter-id", "voter_id", "participant-id", "participant", "pid")
_TOLD_OF_PERSON = frozenset({"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"})
_META = ("is-meta", "is_meta")


class FileNotRead(NotValid):
    code = "opinion-file-not-read"
    sentence = "The file could not be read: line {line}: {reason}"


@dataclass(frozen=True, slots=True)
class Assertions:
    """`texts` by label, and what moderators decided."""

    texts: dict[int, str]
    moderation: Moderation


def read_votes(lines: Iterable[str], *, among: Iterable[int] | None = None, in_order_of_arrival: bool = False) -> Votes:
    """Votes from votes.csv (a log, the last vote counts) or participants-votes.csv (a line for each person). 1 is agree in both.

    Raises:
        FileNotRead: with the line and the reason.

    """
    rows = csv.reader(lines)
    header = [cell.strip().lower().removeprefix("\ufeff") for cell in next(rows, [])]
    by_assertion = [(at, int(cell)) for at, cell in enumerate(header) if cell.isdecimal()]
    if header[:1] == ["participant"] and by_assertion:
        people, assertions, values, moments = _from_matrix(rows, header, by_assertion)
        known = {number for _, number in by_assertion}
        among = known | set(among or ())
    else:
        people, assertions, values, moments = _from_log(rows, header)
    if not people:
        raise FileNotRead(line=1, reason="there is no vote in it")
    if among is not None:
        among = set(among) | set(assertions)
    return collect(
        _numbers_if_all(people),
        np.array(assertions, dtype=np.int64),
        np.array(values, dtype=np.int8),
        moments=np.array(moments, dtype=np.int64) if moments else None,
        among=None if among is None else sorted(among),
        in_order_of_arrival=in_order_of_arrival,
    )


def read_assertions(lines: Iterable[str], *, is_strict: bool = False) -> Assertions:
    """Texts and moderation from comments.csv: -1 is out, 1 is in, 0 is not decided and out only where moderation is strict.

    Raises:
        FileNotRead: with the line and the reason.

    """
    rows = csv.reader(lines)
    header = [cell.strip().lower().removeprefix("\ufeff") for cell in next(rows, [])]
    label, text, decided = _find(header, _ASSERTION), _find(header, ("comment-body", "comment_body", "txt", "text")), "moderated"
    texts: dict[int, str] = {}
    out: set[Hashable] = set()
    meta: set[Hashable] = set()
    for line, row in enumerate(rows, 2):
        if not row:
            continue
        told = dict(zip(header, row, strict=False))
        number = _whole(told.get(label, ""), line, "the number of the assertion is not a whole number")
        texts[number] = told.get(text, "").strip()
        decision = _whole(told.get(decided) or "1", line, "“moderated” is not -1, 0 or 1")
        if decision < 0 or (is_strict and decision == 0):
            out.add(number)
        if any(told.get(name, "").strip().lower() in {"true", "1", "t"} for name in _META):
            meta.add(number)
    return Assertions(texts=texts, moderation=Moderation(out=frozenset(out), meta=frozenset(meta)))


def _from_log(rows: Iterable[list[str]], header: list[str]) -> tuple[list[str], list[int], list[int], list[int]]:
    person, assertion, vote = (header.index(_find(header, names)) for names in (_PERSON, _ASSERTION, ("vote",)))
    moment = header.index("timestamp") if "timestamp" in header else None
    people, assertions, values, moments = [], [], [], []
    for line, row in enumerate(rows, 2):
        if not row:
            continue
        if len(row) < len(header):
            raise FileNotRead(line=line, reason="it has fewer cells than the first line names")
        people.append(row[person].strip())
        assertions.append(_whole(row[assertion], line, "the number of the assertion is not a whole number"))
        values.append(_vote(row[vote], line))
        if moment is not None:
            moments.append(_whole(row[moment], line, "the timestamp is not a whole number"))
    return people, assertions, values, moments


def _from_matrix(
    rows: Iterable[list[str]], header: list[str], by_assertion: list[tuple[int, int]]
) -> tuple[list[str], list[int], list[int], list[int]]:
    unknown = [cell for cell in header if not cell.isdecimal() and cell not in _TOLD_OF_PERSON]
    if unknown:
        raise FileNotRead(line=1, reason=f"the column “{unknown[0]}” is not known")
    people, assertions, values = [], [], []
    for line, row in enumerate(rows, 2):
        for at, number in by_assertion:
            if at < len(row) and row[at].strip():
                people.append(row[0].strip())
                assertions.append(number)
                values.append(_vote(row[at], line))
    return people, assertions, values, []


def _find(header: list[str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in header:
            return name
    raise FileNotRead(line=1, reason=f"there is no column “{names[0]}”")


def _whole(cell: str, line: int, reason: str) -> int:
    try:
        return int(cell)
    except ValueError as error:
        raise FileNotRead(line=line, reason=reason) from error


def _vote(cell: str, line: int) -> int:
    if cell.strip() not in {"-1", "0", "1"}:
        raise FileNotRead(line=line, reason="a vote is 1 (agree), 0 (pass) or -1 (disagree)")
    return int(cell)


def _numbers_if_all(labels: list[str]) -> np.ndarray[Any, Any]:
    if all(label.isdecimal() and len(label) < 16 for label in labels):
        return np.array([int(label) for label in labels], dtype=np.int64)
    return np.array(labels)
