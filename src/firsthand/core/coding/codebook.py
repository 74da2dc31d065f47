"""A codebook as a value: its entries, what is changed from one version to the next, and what may not be.

A change is never lost: the entries of any version are those of the first with the changes of every version after it. A code is never
deleted and its value never means something else; it is retired, or merged into another, and stays readable on what it was applied to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from firsthand.core.coding.entry import CodeList
from firsthand.core.refusal import NotValid

_VALUE = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
LONGEST_VALUE, LONGEST_LABEL, LONGEST_TEXT = 60, 160, 2000

Name = tuple[CodeList, str]


class ChangeNotPossible(NotValid):
    code = "code-change-not-possible"
    sentence = "{line}The code “{value}” cannot be changed so: {reason}."


class Kind(StrEnum):
    ADD = "add"
    ALTER = "alter"
    RETIRE = "retire"
    MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code. `labels` are by language, English always among them; `broader` and `merged_into` are values of the same list."""

    list: CodeList
    value: str
    labels: Mapping[str, str]
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    broader: str = ""
    huridocs_code: str = ""
    is_retired: bool = False
    merged_into: str = ""

    @property
    def name(self) -> Name:
        return (self.list, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: `entry` as it is to be. `line` is where it was read, 0 where it was not read from a file."""

    kind: Kind
    entry: Entry
    line: int = field(default=0, compare=False)


def changes_between(standing: Iterable[Entry], wanted: Iterable[tuple[Entry, int]]) -> tuple[Change, ...]:
    """What makes the wanted entries of the standing ones, broader codes first. What is not wanted is left alone, never retired."""
    known = {entry.name: entry for entry in standing}
    found = []
    for entry, line in _broader_first(wanted):
        before = known.get(entry.name)
        if before is None:
            found.append(Change(kind=Kind.ADD, entry=replace(entry, is_retired=False, merged_into=""), line=line))
            before = found[-1].entry
        elif _content(before) != _content(entry):
            kept = replace(entry, is_retired=before.is_retired, merged_into=before.merged_into)
            found.append(Change(kind=Kind.ALTER, entry=kept, line=line))
        if entry.merged_into and entry.merged_into != before.merged_into:
            found.append(Change(kind=Kind.MERGE, entry=replace(entry, is_retired=True), line=line))
        elif entry.is_retired and not before.is_retired:
            found.append(Change(kind=Kind.RETIRE, entry=entry, line=line))
    return tuple(sorted(found, key=lambda change: change.kind in {Kind.RETIRE, Kind.MERGE}))


def apply_changes(standing: Iterable[Entry], changes: Sequence[Change]) -> Mapping[Name, Entry]:
    """The entries after these changes, in their order.

    Raises:
        ChangeNotPossible: a change names what is not there or is there already, or breaks a rule of entries.
    """
    entries = {entry.name: entry for entry in standing}
    for change in changes:
        _check(change, entries)
        entries[change.entry.name] = change.entry
    return MappingProxyType(entries)


def stands_for(entries: Mapping[Name, Entry], name: Name) -> str:
    """The value under which a code counts: itself, or what it was merged into, however often."""
    seen = {name[1]}
    while (target := entries[name].merged_into) and target not in seen:
        seen.add(target)
        name = (name[0], target)
    return name[1]


def _check(change: Change, entries: Mapping[Name, Entry]) -> None:
    entry, before = change.entry, entries.get(change.entry.name)
    reason = _against_content(entry)
    if change.kind is Kind.ADD and before is not None:
        reason = "it is in this list already"
    elif change.kind is not Kind.ADD and before is None:
        reason = "this list has no such code"
    elif before is not None and before.merged_into:
        reason = "it was merged into another code and is not changed any more"
    elif change.kind is Kind.MERGE and not reason:
        reason = _against_merging(entry, entries)
    elif entry.broader and not reason:
        reason = _against_broader(entry, entries)
    if reason:
        raise ChangeNotPossible(line=f"Line {change.line}: " if change.line else "", value=entry.value, reason=reason)


def _against_content(entry: Entry) -> str:
    if not _VALUE.fullmatch(entry.value) or len(entry.value) > LONGEST_VALUE:
        return "its short name is made of small letters, digits and single hyphens, sixty at most"
    if not entry.labels.get("en", "").strip():
        return "it needs a label in English, the language in which the house keeps its words"
    if any(not _LANGUAGE.fullmatch(language) for language in entry.labels):
        return "a label has a language tag such as fr or zh-hans"
    if any(len(label) > LONGEST_LABEL or not label.strip() for label in entry.labels.values()):
        return f"a label has one to {LONGEST_LABEL} characters"
    if any(len(text) > LONGEST_TEXT for text in (entry.definition, entry.use_when, entry.not_when)):
        return f"its definition and when to use it have at most {LONGEST_TEXT} characters each"
    return "" if not entry.huridocs_code or re.fullmatch(r"\d{12}", entry.huridocs_code) else "a code of HURIDOCS has twelve digits"


def _against_merging(entry: Entry, entries: Mapping[Name, Entry]) -> str:
    target = entries.get((entry.list, entry.merged_into))
    if target is None or entry.merged_into == entry.value:
        return "it is merged into another code of the same list"
    if target.is_retired:
        return "the code that it would be merged into is no longer used itself"
    return ""


def _against_broader(entry: Entry, entries: Mapping[Name, Entry]) -> str:
    above, seen = entry.broader, {entry.value}
    while above:
        if above in seen:
            return "it would stand above itself"
        seen.add(above)
        higher = entries.get((entry.list, above))
        if higher is None:
            return f"this list has no code “{above}” for it to stand under"
        above = higher.broader
    return ""


def _content(entry: Entry) -> tuple[object, ...]:
    texts = (entry.definition, entry.use_when, entry.not_when, entry.broader, entry.huridocs_code)
    return (tuple(sorted(entry.labels.items())), *texts)


def _broader_first(wanted: Iterable[tuple[Entry, int]]) -> list[tuple[Entry, int]]:
    """In an order in which every code comes after the one that it stands under; those in a ring last, to be refused by name."""
    waiting = list(wanted)
    named = {entry.name for entry, _ in waiting}
    ordered: list[tuple[Entry, int]] = []
    placed: set[Name] = set()
    while waiting:
        ready = [
            each for each in waiting if (above := (each[0].list, each[0].broader)) not in named or above in placed or not each[0].broader
        ]
        if not ready:
            return ordered + waiting
        ordered += ready
        placed |= {entry.name for entry, _ in ready}
        waiting = [each for each in waiting if each[0].name not in placed]
    return ordered
