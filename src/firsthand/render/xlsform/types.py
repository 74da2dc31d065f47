"""What stands in the column `type`: a kind of question with its list, the beginning or end of a group, or what is not carried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.core.questionnaire import Kind
from firsthand.core.questionnaire.kinds import NOT_CARRIED

_edge = re.compile(r"(begin|end)[\s_]+(group|repeat|loop|lgroup|looped group)(?:\s+over\s+\S+)?(?:\s+.*)?\Z", re.IGNORECASE)
_select = re.compile(
    r"(select[\s_]one[\s_]external|select[\s_](?:one|multiple)[\s_]from[\s_]file|select[\s_](?:one|multiple)(?:\s+(?:from|using))?"
    r"|select1|select all that apply(?: from)?|add select (?:one|multiple) prompt using|rank)"
    r"\s+(\S+)(?:\s+(or[\s_]specify[\s_]other|or[\s_]other))?\Z",
    re.IGNORECASE,
)
_wrapped = re.compile(r"(?:q|add|get)\s+(.*?)(?:\s+prompt)?\Z")
_aliases: dict[str, Kind] = {
    "string": Kind.TEXT,
    "int": Kind.INTEGER,
    "datetime": Kind.DATETIME,
    "date time": Kind.DATETIME,
    "photo": Kind.IMAGE,
    "picture": Kind.IMAGE,
    "gps": Kind.GEOPOINT,
    "location": Kind.GEOPOINT,
    "trigger": Kind.ACKNOWLEDGE,
    "start time": Kind.START,
    "end time": Kind.END,
    "imei": Kind.DEVICE_ID,
    "device id": Kind.DEVICE_ID,
    "sim id": Kind.SIM_SERIAL,
    "subscriber id": Kind.SUBSCRIBER_ID,
    **{
        f"uri:{kind.value}": kind
        for kind in (Kind.DEVICE_ID, Kind.PHONE_NUMBER, Kind.SIM_SERIAL, Kind.SUBSCRIBER_ID, Kind.USERNAME, Kind.EMAIL)
    },
}
_with_list = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.SELECT_ONE_FROM_FILE, Kind.SELECT_MULTIPLE_FROM_FILE, Kind.RANK})
_kinds = {kind.value.casefold(): kind for kind in Kind if kind not in _with_list}
_old = "This way to ask belongs to an old form of XLSForm. Write the question, its constraint and its hint out."
REFUSED = {
    **NOT_CARRIED,
    "include": "Parts of other workbooks are not put in.",
    "phone number": _old,
    "percentage": _old,
    **{f"number of days in last {time}": _old for time in ("month", "six months", "year")},
}


@dataclass(frozen=True, slots=True)
class Type:
    """One cell of the column. `edge` is "begin" or "end", with `is_repeat`; else `kind`, or the reason why it is `refused`."""

    edge: str = ""
    is_repeat: bool = False
    kind: Kind | None = None
    choices: str = ""
    or_other: bool = False
    refused: str = ""


def read_type(cell: str) -> Type:
    """What a cell of the column `type` says."""
    text = " ".join(cell.split())
    if edge := _edge.match(text):
        what = edge[2].casefold()
        if what == "loop":
            return Type(refused=REFUSED["loop"])
        return Type(edge=edge[1].casefold(), is_repeat=what != "group")
    if select := _select.match(text):
        return _select_type(select)
    name = text.casefold()
    wrapped = _wrapped.match(name)
    for candidate in (name, wrapped[1] if wrapped else name):
        kind = _kinds.get(candidate) or _aliases.get(candidate)
        if kind is not None:
            return Type(kind=kind)
        refused = REFUSED.get(candidate) or REFUSED.get(candidate.partition(" ")[0])
        if refused:
            return Type(refused=refused)
    return Type(refused=f"“{text[:60]}” is not a kind of question that is known here.")


def _select_type(found: re.Match[str]) -> Type:
    words = found[1].casefold().replace("_", " ")
    if "external" in words:
        return Type(refused=REFUSED["select_one_external"])
    is_many = "multiple" in words or "all that apply" in words
    if words == "rank":
        kind = Kind.RANK
    elif "file" in words:
        kind = Kind.SELECT_MULTIPLE_FROM_FILE if is_many else Kind.SELECT_ONE_FROM_FILE
    else:
        kind = Kind.SELECT_MULTIPLE if is_many else Kind.SELECT_ONE
    return Type(kind=kind, choices=found[2], or_other=bool(found[3]))
