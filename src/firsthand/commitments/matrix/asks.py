"""Who asked what: one number may hold several recommendations, each followed by the States that made it in parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.commitments.matrix.found import Ask, StateNamed
from firsthand.commitments.territories import code_of

_LONGEST_NAME = 70


def split_asks(text: str) -> tuple[Ask, ...]:
    """The recommendations in a text, in order. Their words are slices of it, without the States and the closing semicolon.

    A semicolon ends one only after a State in parentheses, so that “Ratify the Protocol; (Chile); (Togo);” is one by two States.
    """
    asks: list[Ask] = []
    open_text = ""
    for segment in _segments(text):
        body, states = _states_at_end(segment)
        words = f"{open_text}{body}".strip()
        if not states:
            open_text += f"{segment};"
            continue
        open_text = ""
        if words.strip("; \n") or not asks:
            asks.append(Ask(text=words.strip("; \n"), states=states))
        else:
            asks[-1] = Ask(text=asks[-1].text, states=(*asks[-1].states, *states))
    rest = open_text.strip("; \n")
    return (*asks, Ask(text=rest, states=())) if rest else tuple(asks)


def named_in(cell: str) -> tuple[StateNamed, ...]:
    """The States of a column of their own, one a line."""
    return tuple(_named(line.strip()) for line in cell.splitlines() if line.strip())


def with_column(asks: tuple[Ask, ...], column: tuple[StateNamed, ...]) -> tuple[Ask, ...]:
    """The recommendations with the States of a column that the text does not name added to the last one."""
    in_text = {state.code or state.name for ask in asks for state in ask.states}
    more = tuple(state for state in column if (state.code or state.name) not in in_text)
    if not more or not asks:
        return asks
    return (*asks[:-1], Ask(text=asks[-1].text, states=(*asks[-1].states, *more)))


def _segments(text: str) -> Iterator[str]:
    """The text cut at every semicolon outside parentheses."""
    depth = start = 0
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter == ";" and depth == 0:
            yield text[start:place]
            start = place + 1
    if text[start:].strip():
        yield text[start:]


def _states_at_end(segment: str) -> tuple[str, tuple[StateNamed, ...]]:
    """The segment without the States in parentheses at its end, and those States in the order printed."""
    states: list[StateNamed] = []
    body = segment.rstrip(" .\n\xa0")
    while body.endswith(")"):
        start = _opening_of_last(body)
        found = _names_in(body[start + 1 : -1].strip(), is_last=not states)
        if start < 0 or not found:
            break
        states[:0] = found
        body = body[:start].rstrip(" ,\n\xa0")
    return (body, tuple(states)) if states else (segment, ())


def _opening_of_last(text: str) -> int:
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return place
    return -1


def _names_in(words: str, *, is_last: bool) -> tuple[StateNamed, ...]:
    """The States that stand in one pair of parentheses; none where it is an abbreviation, a year or a remark.

    Words at the very end that look like a name are kept as printed even if no list knows them.
    """
    whole = _named(words)
    if whole.code:
        return (whole,)
    several = tuple(_named(name.strip()) for name in re.split(r"[,;]| and ", words) if name.strip())
    if len(several) > 1 and all(state.code for state in several):
        return several
    return (whole,) if is_last and _looks_like_a_name(words) else ()


def _looks_like_a_name(words: str) -> bool:
    has_no_digit = not any(letter.isdigit() for letter in words)
    return has_no_digit and words[:1].isupper() and not words.isupper() and "-" not in words and len(words) <= _LONGEST_NAME


def _named(words: str) -> StateNamed:
    return StateNamed(name=words, code=code_of(words))
