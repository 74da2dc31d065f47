"""Rules as JSON and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from firsthand.core.parity.rules import KINDS, Rule
from firsthand.core.parity.seats import Role
from firsthand.core.refusal import NotValid


class RuleMalformed(NotValid):
    code = "rule-malformed"
    sentence = "This is not a rule that a roundtable can have: {given}."


def rules_to_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Plain data for a JSON column; `rules_from_json` gives back equal rules."""
    return [{"kind": rule.kind, **{field.name: _to_json(getattr(rule, field.name)) for field in fields(rule)}} for rule in rules]


def rules_from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules that were written.

    Raises:
        RuleMalformed: a kind is not known, a parameter is missing, unknown or not what it must be.

    """
    return tuple(_rule(each) for each in data)


def _rule(data: Mapping[str, Any]) -> Rule:
    kind = KINDS.get(str(data.get("kind")))
    if kind is None:
        raise RuleMalformed(given=f"there is no kind “{data.get('kind')}”")
    given = {name: value for name, value in data.items() if name != "kind"}
    unknown = sorted(set(given) - {field.name for field in fields(kind)})
    if unknown:
        raise RuleMalformed(given=f"{kind.kind} has no “{unknown[0]}”")
    try:
        return kind(**{name: _READ[name](value) for name, value in given.items()})
    except (TypeError, ValueError, ZeroDivisionError) as error:
        raise RuleMalformed(given=f"{kind.kind} lacks something, or something in it is not what it must be") from error


def _to_json(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Fraction):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _keys(value: object) -> frozenset[str]:
    found = _names(value)
    if not found or len(set(found)) < len(found):
        raise ValueError
    return frozenset(found)


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise ValueError
    return tuple(value)


def _share(value: object) -> Fraction:
    share = Fraction(str(value))
    if not 0 < share <= 1:
        raise ValueError
    return share


def _at_least(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _role(value: object) -> Role:
    return Role(str(value))


_READ: dict[str, Callable[[object], Any]] = {
    "these": _keys,
    "those": _keys,
    "counts_observers": _yes_or_no,
    "of": _keys,
    "regions": _names,
    "share": _share,
    "at_least": _at_least,
    "role": _role,
}
