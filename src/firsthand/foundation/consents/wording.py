"""The questions of consent in plain words, one a use. `TEXT_VERSION` is stored with every answer, so that a no and a yes can be proved.

Change a sentence and you change what people agreed to: then give the text a new version. Silence is no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Audience, Use

TEXT_VERSION = "2026-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedUse:
    """One yes/no question. `means` is what a yes leads to; `ends` is what happens when the yes is taken back."""

    use: Use
    audience: Audience
    question: Promise
    name: Promise
    means: Promise
    ends: Promise


_STORE = AskedUse(
    use=Use.STORE,
    audience=Audience.TEAM,
    question=_("May we keep what you told us?"),
    name=_("Keeping what you told us"),
    means=_(
        "It is locked before it is stored. Only the few people of the evidence team can read it, with a passphrase that is not on the "
        "server. Without this yes there is nothing we can do: close this page, and nothing is kept."
    ),
    ends=_("When you take this back, everything else ends with it, at once."),
)
_STATISTICS = AskedUse(
    use=Use.STATISTICS,
    audience=Audience.PUBLIC,
    question=_("May we count you in numbers that we publish?"),
    name=_("Counting you in published numbers"),
    means=_("For example “31 people told us that police took their money”. Groups of fewer than five people are never shown."),
    ends=_(
        "When you take this back, every count made after that is made without you. A number that is already printed stays until the next "
        "set of numbers, because recounting one person at once would point at that person."
    ),
)
_QUOTE = AskedUse(
    use=Use.ANONYMOUS_QUOTE,
    audience=Audience.PUBLIC,
    question=_("May we print some of your words, without your name?"),
    name=_("Printing some of your words"),
    means=_(
        "We take out names, places and anything that points at you or at someone else, and a second person checks it. People who know "
        "you well might still recognise your way of telling it."
    ),
    ends=_(
        "When you take this back, your words leave every publication on our site at once, and those who received it from us are told. "
        "We cannot take back a copy that someone printed or saved."
    ),
)
_TRANSLATION = AskedUse(
    use=Use.TRANSLATION,
    audience=Audience.PUBLIC,
    question=_("May your words be translated?"),
    name=_("Translating your words"),
    means=_("Then people who speak other languages can read what you allowed us to print."),
    ends=_("When you take this back, nothing more is translated."),
)
_UN = AskedUse(
    use=Use.UN_SUBMISSION,
    audience=Audience.PUBLIC,
    question=_("May we use it in reports to the United Nations?"),
    name=_("Using it in reports to the United Nations"),
    means=_("Such reports are public. Your government reads them and answers. You are never named in them."),
    ends=_(
        "When you take this back, no new report uses it. Who received a report from us is told that it changed, but the United Nations may "
        "keep the old one."
    ),
)
_STATE = AskedUse(
    use=Use.STATE_BODY,
    audience=Audience.PUBLIC,
    question=_("May we use it when we speak to a government, a parliament or a court?"),
    name=_("Using it before a government, a parliament or a court"),
    means=_("Without your name, together with what others told us. It may be answered in public, and it may be denied."),
    ends=_("When you take this back, nothing new is sent. What was said or sent cannot be unsaid."),
)
_MEDIA = AskedUse(
    use=Use.MEDIA,
    audience=Audience.PUBLIC,
    question=_("May we show it to journalists, without your name?"),
    name=_("Showing it to journalists"),
    means=_("Only the words that you allowed us to print. A journalist may quote them and put their own words around them."),
    ends=_("When you take this back, we show it to nobody new. A newspaper or a website may keep what it printed."),
)

_PEER_ALERT = AskedUse(
    use=Use.PEER_ALERT,
    audience=Audience.NETWORK,
    question=_("May we warn others like you of what happened?"),
    name=_("Warning others of what happened"),
    means=_(
        "Someone of the evidence team writes a short warning in words of their own: what kind of thing, roughly where, and nothing that "
        "points at you. Only members of community-led organisations of our network see it, and only after a person has released it."
    ),
    ends=_("When you take this back, the warning is taken down at once. Who has read it may remember it or have passed it on."),
)

ASKED: tuple[AskedUse, ...] = (_STORE, _STATISTICS, _QUOTE, _TRANSLATION, _UN, _STATE, _MEDIA, _PEER_ALERT)
"""In the order in which they are asked; the first is the one without which nothing is kept."""

_LEGAL = AskedUse(
    use=Use.LEGAL_REFERRAL,
    audience=Audience.NETWORK,
    question=_("May we pass what happened, as a case, to an organisation that gives legal help?"),
    name=_("Passing it on as a case for legal help"),
    means=_(
        "Only to an organisation with which we signed what it may see and until when: what kind of thing happened, where and when, "
        "coarsely. Your own words and your name stay with us."
    ),
    ends=_("When you take this back, nothing more is passed on, and whoever received it is told. They may have acted on it already."),
)
_ALLY = AskedUse(
    use=Use.ALLY,
    audience=Audience.NETWORK,
    question=_("May we share what happened, as a case, with an organisation that works with us?"),
    name=_("Sharing it as a case with an organisation that works with us"),
    means=_(
        "Only with an organisation with which we signed what it may see and until when: what kind of thing happened, where and when, "
        "coarsely. Your own words and your name stay with us."
    ),
    ends=_("When you take this back, nothing more is shared, and whoever received it is told. They may have used it already."),
)

ASKED_IN_PERSON: tuple[AskedUse, ...] = (_LEGAL, _ALLY)
"""Asked only by someone who sits there and can explain to whom a case would go; never by a form alone."""

_by_use = {asked.use: asked for asked in (*ASKED, *ASKED_IN_PERSON)}


def wording_of(use: Use) -> AskedUse | None:
    """The question behind a use, or None for a use that nobody is asked about."""
    return _by_use.get(use)


def uses_by_audience(uses: Iterable[Use]) -> dict[Audience, frozenset[Use]]:
    """The asked uses among these, sorted by who would see the result. A use that was never asked is dropped: nobody said yes to it."""
    sorted_out: dict[Audience, set[Use]] = {}
    for use in uses:
        asked = _by_use.get(use)
        if asked is not None:
            sorted_out.setdefault(asked.audience, set()).add(use)
    return {audience: frozenset(found) for audience, found in sorted_out.items()}
