"""One entry of a codebook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CodeList(StrEnum):
    ACT = "act"
    PERPETRATOR = "perpetrator"
    PLACE_TYPE = "place-type"
    LEGAL_SETTING = "legal-setting"
    INTERVENTION = "intervention"
    INTERVENER = "intervener"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """`value` is stored and never changes its meaning; `label` is what people read, in the words of the network."""

    list: CodeList
    value: str
    label: str
    huridocs_code: str = ""
