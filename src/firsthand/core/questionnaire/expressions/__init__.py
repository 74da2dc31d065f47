"""ODK's expressions: XPath 1.0 as the XForms specification of ODK narrows and extends it, read once and evaluated often."""

from firsthand.core.questionnaire.expressions.binder import At
from firsthand.core.questionnaire.expressions.binding import Bound, bind_expression
from firsthand.core.questionnaire.expressions.reading import Unreadable, read_expression
from firsthand.core.questionnaire.expressions.values import Value, number_of, text_of, truth_of

__all__ = ["At", "Bound", "Unreadable", "Value", "bind_expression", "number_of", "read_expression", "text_of", "truth_of"]
