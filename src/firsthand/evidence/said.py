"""A coding as plain values, for what is kept beside the codes that count; and as one set, to compare two coders by."""

from __future__ import annotations

from typing import Any

from firsthand.evidence.coding import Coding, Deed, Response, When

LISTS = ("act", "perpetrator", "place-type", "legal-setting")


def coding_to_json(coding: Coding) -> dict[str, Any]:
    """Values only, no labels and no words."""
    return {
        "acts": sorted(coding.acts),
        "perpetrators": sorted(coding.perpetrators),
        "place_type": coding.place_type,
        "legal_setting": coding.legal_setting,
        "country": coding.country,
        "area": coding.area,
        "deeds": [[deed.act, sorted(deed.perpetrators), deed.to] for deed in sorted(coding.deeds, key=lambda deed: (deed.to, deed.act))],
        "ages": [list(age) for age in coding.ages],
        "responses": sorted([each.what, each.whose, each.outcome] for each in coding.responses),
        "told": [coding.connection, coding.reliability, coding.confidentiality],
        "when": [coding.when.year, coding.when.month, coding.when.day, coding.when.is_about],
    }


def coding_from_json(stored: dict[str, Any]) -> Coding:
    """What `coding_to_json` gave."""
    year, month, day, is_about = stored["when"]
    connection, reliability, confidentiality = stored.get("told", ("victim", "not-judged", "as-agreed"))
    return Coding(
        acts=frozenset(stored["acts"]),
        perpetrators=frozenset(stored["perpetrators"]),
        place_type=stored["place_type"],
        legal_setting=stored["legal_setting"],
        country=stored["country"],
        when=When(year=year, month=month, day=day, is_about=is_about),
        area=stored.get("area", ""),
        deeds=frozenset(Deed(act=act, perpetrators=frozenset(by), to=to) for act, by, to in stored.get("deeds", ())),
        ages=tuple((number, age) for number, age in stored.get("ages", ())),
        responses=frozenset(Response(what=what, whose=whose, outcome=outcome) for what, whose, outcome in stored.get("responses", ())),
        connection=connection,
        reliability=reliability,
        confidentiality=confidentiality,
    )


def codes_of(coding: Coding) -> frozenset[str]:
    """Every code that was given, as `list=value`; the country and the year stand among them, as what a count would use."""
    pairs = [
        *(("act", act) for _, act in coding.done()),
        *(("perpetrator", value) for value in coding.perpetrators.union(*coding.done().values())),
        ("place-type", coding.place_type),
        ("legal-setting", coding.legal_setting),
        ("country", coding.country),
        ("year", str(coding.when.year or "")),
    ]
    return frozenset(f"{name}={value}" for name, value in pairs if value)
