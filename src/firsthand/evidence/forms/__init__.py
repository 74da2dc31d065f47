"""What the evidence team is asked."""

from firsthand.evidence.forms.alerts import AlertForm
from firsthand.evidence.forms.assisted import AssistedForm
from firsthand.evidence.forms.codebook import KINDS, LISTS, CodeForm, PublishForm, RetireForm, SkosForm
from firsthand.evidence.forms.coding import CodingForm, KeyForm, UnlockForm, WithdrawForm
from firsthand.evidence.forms.figures import FigureForm, VerdictForm
from firsthand.evidence.forms.following import FollowUpForm
from firsthand.evidence.forms.incidents import AreaForm, ChainForm, IncidentForm
from firsthand.evidence.forms.keys import ChangePassphraseForm, PersonForm, RecoveryCodeForm, TrusteesForm, UseCodeForm
from firsthand.evidence.forms.messages import LetterForm
from firsthand.evidence.forms.quotes import LiftForm, RefuseQuoteForm
from firsthand.evidence.forms.readings import DrawForm, MarkForm
from firsthand.evidence.forms.tallies import BY, UNITS, TallyForm

__all__ = [
    "BY",
    "KINDS",
    "LISTS",
    "UNITS",
    "AlertForm",
    "AreaForm",
    "AssistedForm",
    "ChainForm",
    "ChangePassphraseForm",
    "CodeForm",
    "CodingForm",
    "DrawForm",
    "FigureForm",
    "FollowUpForm",
    "IncidentForm",
    "KeyForm",
    "LetterForm",
    "LiftForm",
    "MarkForm",
    "PersonForm",
    "PublishForm",
    "RecoveryCodeForm",
    "RefuseQuoteForm",
    "RetireForm",
    "SkosForm",
    "TallyForm",
    "TrusteesForm",
    "UnlockForm",
    "UseCodeForm",
    "VerdictForm",
    "WithdrawForm",
]
