"""Release a crosstab, or refuse."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.core.crosstab import Crosstab
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Rules
from firsthand.core.refusal import NotReleasable


class CannotBeProtected(NotReleasable):
    code = "cannot-be-protected"
    sentence = "This table cannot be shown without pointing at people: {reason} Choose a coarser table."


def release(crosstab: Crosstab, *, rules: Rules, printed_before: Sequence[Released] = (), seed: bytes) -> Released:
    """What may be shown of these counts, given everything already printed about the same people."""
    raise NotImplementedError
