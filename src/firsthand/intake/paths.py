"""The ways in: why someone writes to us, what each way asks, and the uses without which it would lead nowhere.

Someone who only wants to talk is shown who listens; nothing is asked and nothing is stored, so that way has no code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.foundation.consents.wording import ASKED

EVERYTHING = ("words", "when", "place", "acts", "uses")


class Path(StrEnum):
    """What a testimony was given for, as its giver chose at the door. The code is kept with it, in the clear."""

    RECORD = "record"
    WARN = "warn"
    AUTHORITY = "authority"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One choice at the door. `asks` are the uses that it asks about; of `needs`, at least one must be a yes, or `unmet` is said.

    `headings` replaces the heading and the sentence of a question, by its name.
    """

    path: Path
    label: Promise
    means: Promise
    at_desk: Promise
    asks: frozenset[Use]
    steps: tuple[str, ...] = EVERYTHING
    needs: frozenset[Use] = frozenset()
    unmet: Promise | str = ""
    headings: dict[str, tuple[Promise, Promise]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was chosen at the door, kept with a testimony. `apart` says why it waits apart from the others, if it does;
    `limits_shown` names the text on the limits of confidence that they read.
    """

    path: Path = Path.FULL
    apart: str = ""
    limits_shown: str = ""


WAYS: tuple[Way, ...] = (
    Way(
        path=Path.RECORD,
        label=_("Record what happened"),
        means=_("We keep it as evidence, and count it if you say yes. Nobody is told."),
        at_desk=_("To record it"),
        asks=frozenset({Use.STORE, Use.STATISTICS}),
    ),
    Way(
        path=Path.WARN,
        label=_("Warn others"),
        means=_("Someone here reads it and writes a short warning for others like you, without anything that points at you."),
        at_desk=_("To warn others"),
        asks=frozenset({Use.STORE, Use.PEER_ALERT}),
        steps=("words", "place", "uses"),
        needs=frozenset({Use.PEER_ALERT}),
        unmet=_("With a no to this, nobody can be warned. If that is what you want, go back to the start and choose to record it."),
        headings={
            "words": (
                _("What should others look out for?"),
                _("Tell what happened and how others could see it coming. We take out what points at you before anyone is warned."),
            )
        },
    ),
    Way(
        path=Path.AUTHORITY,
        label=_("Tell an authority, without your name"),
        means=_("The evidence team decides with care what is said, to whom and when. Nothing is sent by itself, and never your name."),
        at_desk=_("To tell an authority"),
        asks=frozenset({Use.STORE, Use.STATE_BODY, Use.UN_SUBMISSION}),
        needs=frozenset({Use.STATE_BODY, Use.UN_SUBMISSION}),
        unmet=_("With a no to both, no authority can be told. If that is what you want, go back to the start and choose to record it."),
    ),
    Way(
        path=Path.FULL,
        label=_("Give a full report"),
        means=_("We ask about everything that may be done with it, one question after another."),
        at_desk=_("A full report"),
        asks=frozenset(asked.use for asked in ASKED),
    ),
)

_by_path = {way.path.value: way for way in WAYS}


def way_of(code: str) -> Way:
    """The way with this code; a full report where it is none of ours."""
    return _by_path.get(code, _by_path[Path.FULL])
