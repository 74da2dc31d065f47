"""The profiles of bodies that receive reports, from the data files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from firsthand.core.refusal import NotValid
from firsthand.core.submission import Profile


class ProfileUnknown(NotValid):
    code = "profile-unknown"
    sentence = "There is no such profile of a submission."


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its key, which is the name of its file."""
    folder = files("firsthand.documents").joinpath("profiles")
    found = {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()}
    return {
        key: Profile(
            key=key,
            name=data["name"],
            most_words=data.get("most_words"),
            languages=tuple(data.get("languages", ())),
            most_organisations=data.get("most_organisations"),
            is_joint=data.get("is_joint", False),
            by_hand=tuple(data.get("by_hand", ())),
            source_url=data["source_url"],
            verified_on=data.get("verified_on"),
        )
        for key, data in sorted(found.items())
    }


def profile_named(key: str) -> Profile | None:
    """The profile of this key; None for no key.

    Raises:
        ProfileUnknown: there is no such profile.
    """
    if not key:
        return None
    if key not in profiles():
        raise ProfileUnknown
    return profiles()[key]
