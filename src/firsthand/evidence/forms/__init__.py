"""What the evidence team is asked."""

from firsthand.evidence.forms.coding import CodingForm, KeyForm, UnlockForm, WithdrawForm
from firsthand.evidence.forms.figures import FigureForm, VerdictForm
from firsthand.evidence.forms.quotes import LiftForm, RefuseQuoteForm

__all__ = ["CodingForm", "FigureForm", "KeyForm", "LiftForm", "RefuseQuoteForm", "UnlockForm", "VerdictForm", "WithdrawForm"]
