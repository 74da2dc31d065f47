"""Choices and nodes: what was selected, how many there are, and in which order choices are shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from firsthand.core.questionnaire.expressions.functions.signature import Function
from firsthand.core.questionnaire.expressions.values import Valued
from firsthand.core.questionnaire.places import Setting

_multiplier, _modulus = 48_271, 2_147_483_647  # Park and Miller's generator, as the XForms specification names it
_hex = "0123456789abcdef"


def selected_at(words: str, index: float) -> str:
    """ODK `selected-at`, counted from 0; empty where there is none."""
    found = words.split()
    return found[int(index)] if math.isfinite(index) and 0 <= index < len(found) else ""


def shuffled(setting: Setting, nodes: Sequence[Valued], seed: float | None = None) -> list[Valued]:
    """XForms specification `randomize`: Fisher and Yates inside out, with Park and Miller's generator. The same seed, the same order."""
    state = _seeded(float(setting.seed) if seed is None or math.isnan(seed) else seed)
    mixed: list[Valued] = []
    for place, node in enumerate(nodes):
        state = state * _multiplier % _modulus
        chosen = int((state - 1) / (_modulus - 1) * (place + 1))
        if chosen == place:
            mixed.append(node)
        else:
            mixed.append(mixed[chosen])
            mixed[chosen] = node
    return mixed


def _seeded(seed: float) -> int:
    state = int(seed) % _modulus
    return state if state > 0 else state + _modulus - 1


def unique(setting: Setting, length: float | None = None) -> str:
    """ODK `uuid`: a version 4 UUID from the chance that was handed in, or so many signs."""
    if length is not None and math.isfinite(length):
        return "".join(_hex[int(setting.chance() * 16)] for _ in range(min(int(length), 200)))
    digits = [_hex[int(setting.chance() * 16)] for _ in range(32)]
    digits[12] = "4"
    digits[16] = _hex[8 + int(setting.chance() * 4)]
    text = "".join(digits)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


FAMILY = (
    Function("selected", "tt", lambda words, word: word.strip() in words.split()),
    Function("selected-at", "tn", selected_at),
    Function("count-selected", "t", lambda words: float(len(words.split()))),
    Function("count", "s", lambda nodes: float(len(nodes))),
    Function("count-non-empty", "s", lambda nodes: float(sum(node.value != "" for node in nodes))),
    Function("randomize", "s?n", shuffled, needs="seed"),
    Function("uuid", "?n", unique, needs="chance"),
)
