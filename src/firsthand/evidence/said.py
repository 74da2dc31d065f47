"""A coding as plain values, for what is kept beside the codes that count; and as one set, to compare two coders by."""

from __future__ import annotations

from typing import Any

from firsthand.evidence.coding import Coding, When

LISTS = ("act", "perpetrator", "place-type", "legal-setting")


def coding_to_json(coding: Coding) -> dict[str, Any]:
    """Values only, no labels and no words."""
    return {
        "acts": sorted(coding.acts),
        "perpetrators": sorted(coding.perpetrators),
        "place_type": coding.place_type,
        "legal_setting": coding.legal_setting,
        "country": coding.country,
        "when": [coding.when.year, coding.when.month, coding.when.day, coding.when.is_about],
    }


def coding_from_json(stored: dict[str, Any]) -> Coding:
    """What `coding_to_json` gave."""
    year, month, day, is_about = stored["when"]
    return Coding(
        acts=frozenset(stored["acts"]),
        perpetrators=frozenset(stored["perpetrators"]),
        place_type=stored["place_type"],
        legal_setting=stored["legal_setting"],
        country=stored["country"],
        when=When(year=year, month=month, day=day, is_about=is_about),
    )


def codes_of(coding: Coding) -> frozenset[str]:
    """Every code that was given, as `list=value`; the country and the year stand among them, as what a count would use."""
    pairs = [
        *(("act", value) for value in coding.acts),
        *(("perpetrator", value) for value in coding.perpetrators),
        ("place-type", coding.place_type),
        ("legal-setting", coding.legal_setting),
        ("country", coding.country),
        ("year", str(coding.when.year or "")),
    ]
    return frozenset(f"{name}={value}" for name, value in pairs if value)
