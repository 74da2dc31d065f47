"""Parity at a roundtable: rules that are data, and what is the matter when they are not met.

A `Table` has constituencies and seats; `check_seating`, `check_attendance`, `check_quorum`, `check_decision` and `check_publication` give a
`Verdict`, whose `require()` refuses in words that say what would satisfy the rule. `overridden` takes the named consent of each side.
"""

from firsthand.core.parity.checking import (
    check_attendance,
    check_decision,
    check_publication,
    check_quorum,
    check_seating,
    overridden,
)
from firsthand.core.parity.rules import (
    LeadWritersMixed,
    MajorityOf,
    NeverMoreThan,
    ObjectionsAnswered,
    OwnSession,
    QuorumOf,
    RoleFromEach,
    Rule,
    SeatPerRegion,
)
from firsthand.core.parity.seats import (
    Chosen,
    Constituency,
    ConstituencyUnknown,
    Role,
    Seat,
    SeatedTwice,
    SeatUnknown,
    Table,
    count_of,
)
from firsthand.core.parity.verdict import Breach, Consent, ConsentMissing, Moment, Override, ParityNotMet, Verdict
from firsthand.core.parity.writing import RuleMalformed, rules_from_json, rules_to_json

__all__ = [
    "Breach",
    "Chosen",
    "Consent",
    "ConsentMissing",
    "Constituency",
    "ConstituencyUnknown",
    "LeadWritersMixed",
    "MajorityOf",
    "Moment",
    "NeverMoreThan",
    "ObjectionsAnswered",
    "Override",
    "OwnSession",
    "ParityNotMet",
    "QuorumOf",
    "Role",
    "RoleFromEach",
    "Rule",
    "RuleMalformed",
    "Seat",
    "SeatPerRegion",
    "SeatUnknown",
    "SeatedTwice",
    "Table",
    "Verdict",
    "check_attendance",
    "check_decision",
    "check_publication",
    "check_quorum",
    "check_seating",
    "count_of",
    "overridden",
    "rules_from_json",
    "rules_to_json",
]
