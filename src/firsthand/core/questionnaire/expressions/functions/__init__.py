"""The functions of ODK's expressions, in families. `FUNCTIONS` has every one that is evaluated; `NOT_CARRIED` those that are refused."""

from firsthand.core.questionnaire.expressions.functions import dates, lands, lists, numbers, texts
from firsthand.core.questionnaire.expressions.functions.signature import NOT_CARRIED, Function

FUNCTIONS: dict[str, Function] = {
    function.name: function for family in (texts.FAMILY, numbers.FAMILY, dates.FAMILY, lists.FAMILY, lands.FAMILY) for function in family
}

__all__ = ["FUNCTIONS", "NOT_CARRIED", "Function"]
