"""How the house says no.

A `Refusal` is an expected no: it has a stable `code`, typed facts, and a sentence in the reader's words. A concrete refusal is
defined beside the function that raises it. `Fault` is a failing world (a locked database, a full disk). Anything else is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """An expected no. `str()` of it is one sentence for the reader; `facts` hold the values behind it, never secrets."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "This cannot be done."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence.format(**facts))


class NotPermitted(Refusal):
    """This person may not do this. Outside, it looks exactly like `NotFound`."""

    code = "not-permitted"
    sentence = "There is nothing here, or it is not open to you."


class NotFound(Refusal):
    """There is no such thing. Outside, it looks exactly like `NotPermitted`."""

    code = "not-found"
    sentence = "There is nothing here, or it is not open to you."


class NotNow(Refusal):
    """The thing exists and the person may act, but its state does not allow it now."""

    code = "not-now"
    sentence = "This cannot be done now."


class NotValid(Refusal):
    """What was given is wrong; `facts` say where."""

    code = "not-valid"
    sentence = "Something in what was sent is not right."


class NotReleasable(Refusal):
    """True, but not to be shown, because it would point at a person."""

    code = "not-releasable"
    sentence = "This would point at a person, so it is withheld."


class Fault(Exception):  # noqa: N818 -- the world failed, not the code
    """A failing world: the reader can only try again or call the operator. Holds no values."""
