"""A small roundtable for tests: a community, a ministry, a donor. Invented like everything here."""

from datetime import date

from firsthand.core.parity import Chosen, Constituency, Role, Seat, Table

DAY = date(2026, 3, 8)
COMMUNITY = Constituency(key="community", label="Community", seat="community seat", seats="community seats")
INSTITUTION = Constituency(key="institution", label="Institutions", seat="institution seat", seats="institution seats")
DONOR = Constituency(key="donor", label="Donors", seat="donor seat", seats="donor seats")
PREFIX = {"community": "C", "institution": "I", "donor": "D"}


def seat(constituency, number, **said):
    ref = f"{PREFIX[constituency]}{number}"
    return Seat(**{"ref": ref, "constituency": constituency, "holder": f"{ref} holder", "alternates": (f"{ref} alternate",), **said})


def table(*, community=2, institution=2, donor=0, more=()):
    """Seats C1, C2, ..., I1, ..., D1, ...; the first of each is a co-chair. Those of the community chose theirs by election."""
    counts = {"community": community, "institution": institution, "donor": donor}
    seats = [
        seat(
            each,
            number,
            roles=frozenset({Role.MEMBER, Role.CO_CHAIR} if number == 1 else {Role.MEMBER}),
            chosen_by=each,
            chosen=Chosen.ELECTED if each == "community" else Chosen.APPOINTED,
        )
        for each, count in counts.items()
        for number in range(1, count + 1)
    ]
    return Table(constituencies=(COMMUNITY, INSTITUTION, DONOR), seats=(*seats, *more))


def room(*refs):
    """The holders of these seats; `C1'` is the alternate of C1."""
    return {f"{ref[:-1]} alternate" if ref.endswith("'") else f"{ref} holder" for ref in refs}
