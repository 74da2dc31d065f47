"""Our own short lists for sex workers' testimony. Values are stored: add and retire, never reuse."""

from __future__ import annotations

from firsthand.core.coding.entry import CodeEntry, CodeList


def _list(name: CodeList, *entries: tuple[str, str]) -> tuple[CodeEntry, ...]:
    return tuple(CodeEntry(name, value, label) for value, label in entries)


ACTS = _list(
    CodeList.ACT,
    ("arrest", "Arrest or detention"),
    ("extortion", "Money, goods or sex demanded by someone with power"),
    ("physical-violence", "Beating or other physical violence"),
    ("sexual-violence", "Rape or other sexual violence"),
    ("threats", "Threats, stalking or harassment"),
    ("raid", "Raid of a place of work, or a “rescue” nobody asked for"),
    ("condoms-as-evidence", "Condoms taken or used as evidence"),
    ("forced-testing", "Forced or secret medical testing or treatment"),
    ("care-refused", "Health care refused or given with contempt"),
    ("report-refused", "Police or a court would not take a complaint"),
    ("outing", "Someone was told about the work without consent"),
    ("eviction", "Eviction, or refusal of a place to live"),
    ("deportation", "Deportation, or the threat of it"),
    ("child-taken", "Children taken away, or the threat of it"),
    ("payment-refused", "Pay refused, stolen or withheld"),
    ("work-conditions", "Unsafe or exploitative working conditions"),
    ("account-closed", "Bank account, platform or website closed"),
    ("fine", "A fine or an administrative penalty"),
    ("other-act", "Something else"),
)

PERPETRATORS = _list(
    CodeList.PERPETRATOR,
    ("police", "Police"),
    ("border-immigration", "Border or immigration officers"),
    ("court", "Courts or prosecutors"),
    ("prison", "Prison or detention staff"),
    ("local-authority", "Local authority or inspectors"),
    ("health-worker", "Health workers"),
    ("social-services", "Social services"),
    ("armed-group", "Armed forces or an armed group"),
    ("client", "Someone posing as or being a client"),
    ("manager", "Manager, employer or owner of a place of work"),
    ("landlord", "Landlord or hotel"),
    ("partner-family", "Partner or family"),
    ("neighbours-public", "Neighbours, passers-by or a crowd"),
    ("organisation", "A charity, church or “rescue” organisation"),
    ("media", "Journalists or media"),
    ("company", "Bank, platform or other company"),
    ("other-perpetrator", "Someone else"),
    ("unknown-perpetrator", "Not known"),
)

PLACE_TYPES = _list(
    CodeList.PLACE_TYPE,
    ("street", "Street or other open place"),
    ("shared-workplace", "Brothel, parlour, bar or other shared place of work"),
    ("private-home", "Private home or room"),
    ("hotel", "Hotel or guest house"),
    ("vehicle", "Vehicle"),
    ("online", "Online"),
    ("police-station", "Police station"),
    ("detention", "Prison, detention or “rehabilitation” centre"),
    ("health-facility", "Health facility"),
    ("court-office", "Court or public office"),
    ("border", "Border crossing"),
    ("other-place", "Somewhere else"),
    ("unknown-place", "Not known"),
)

LEGAL_SETTINGS = _list(
    CodeList.LEGAL_SETTING,
    ("all-criminalised", "Selling, buying and organising are crimes"),
    ("selling-criminalised", "Selling is a crime or an offence"),
    ("clients-criminalised", "Buying is a crime, selling is not"),
    ("organising-criminalised", "Working together or organising is a crime, selling and buying are not"),
    ("licensed", "Legal only with a licence or registration"),
    ("decriminalised", "No crime in any of it"),
    ("unclear-law", "Unclear, or differs within the country"),
)

INTERVENTIONS = _list(
    CodeList.INTERVENTION,
    ("health-care", "Health care"),
    ("legal-help", "Help by a lawyer or paralegal"),
    ("complaint", "A complaint to police, a court or an authority"),
    ("shelter", "A safe place to stay"),
    ("money", "Money, food or things needed"),
    ("counselling", "Someone to talk to"),
    ("community-support", "Support by peers"),
    ("negotiation", "Someone spoke with those who did it"),
    ("public-protest", "A protest, or the media were told"),
    ("other-intervention", "Something else"),
)

INTERVENERS = _list(
    CodeList.INTERVENER,
    ("peers", "Peers, or a community-led organisation"),
    ("ally-organisation", "An ally organisation"),
    ("lawyer", "A lawyer or paralegal"),
    ("health-service", "A health service"),
    ("state-body", "Police, a court or another authority"),
    ("relatives-friends", "Family or friends"),
    ("themselves", "The person themselves"),
    ("other-intervener", "Someone else"),
)

OUTCOMES = _list(
    CodeList.OUTCOME,
    ("stopped", "It stopped"),
    ("made-good", "It was made good, at least in part"),
    ("promised", "Something was promised"),
    ("heard-no-change", "They listened and nothing changed"),
    ("refused-to-act", "They refused to act"),
    ("made-worse", "It made things worse"),
    ("still-open", "Still open"),
    ("unknown-outcome", "Not known"),
)
