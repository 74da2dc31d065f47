"""Evidence teams as their members, their trustees and whoever waits to be let in see them. Nothing here opens or writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from firsthand.core.refusal import NotFound
from firsthand.evidence.queries.access import CLEARERS, TEAM, organisation_refs_where
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.vault.models import Ceremony, MemberKey, Share, Team, Trust
from firsthand.foundation.vault.queries import keys_to_reseal, team_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Someone with a key. `name` is empty for a person of another organisation, who is known here by their Ref only.

    `may_open` says whether they still hold a role here that works with what a team opens.
    """

    ref: str
    name: str
    is_you: bool
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A ceremony as far as it is: for whom, by whom, how many gave."""

    place: str
    team: str
    organisation: str
    person: KeyHolder
    asked_by: str
    ends_on: date
    is_over: bool
    given: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.given >= self.needed and not self.is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusteeship:
    """A team for which a person is a trustee, and what they are asked there."""

    place: str
    team: str
    organisation: str
    needed: int
    asking: Asking | None
    has_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """A team, for someone who works with what it opens."""

    place: str
    name: str
    organisation: str
    members: tuple[KeyHolder, ...]
    may_join: tuple[KeyHolder, ...]
    may_be_trusted: tuple[KeyHolder, ...]
    is_on_it: bool
    coordinates: bool
    is_rekey_due: bool
    to_reseal: int
    generation: int
    needed: int
    trustees: tuple[KeyHolder, ...]
    asking: Asking | None

    @property
    def has_enough_trustees(self) -> bool:
        return self.needed > 0 and len(self.trustees) >= self.needed


def teams_for(person: Person) -> tuple[tuple[str, str, str], ...]:
    """The teams of organisations in which this person works with what they open: (place, name, organisation)."""
    mine = organisation_refs_where(person, *TEAM, *CLEARERS)
    names = dict(Organisation.objects.filter(ref__in=mine).values_list("ref", "name"))
    first = dict(Team.objects.filter(owner__in=mine).order_by("-pk").values_list("owner", "name"))  # the first it founded is its team
    return tuple((owner, name, names[owner]) for owner, name in sorted(first.items(), key=lambda row: names[row[0]]))


def team_for(person: Person, place: str, *, today: date) -> tuple[Team, TeamCard]:
    """The team of the organisation with this Ref, for someone who works with what it opens.

    Raises:
        NotFound: there is none, or it is another organisation's.
    """
    team = team_of(place) if place in organisation_refs_where(person, *TEAM, *CLEARERS) else None
    if team is None:
        raise NotFound
    organisation = Organisation.objects.get(ref=place)
    here, openers = _people_of(organisation)
    members = list(team.memberships.order_by("pk").values_list("member__holder", flat=True))
    with_key = sorted(MemberKey.objects.filter(holder__in=here).values_list("holder", flat=True), key=here.__getitem__)
    trust = Trust.objects.filter(team=team).first()
    trustees = list(trust.shares.order_by("pk").values_list("member__holder", flat=True)) if trust else []
    card = TeamCard(
        place=place,
        name=team.name,
        organisation=organisation.name,
        members=_holders(members, here, person, openers),
        may_join=_holders([ref for ref in with_key if ref in openers and ref not in members], here, person, openers),
        may_be_trusted=_holders(with_key, here, person, openers),
        is_on_it=person.ref in members,
        coordinates=place in organisation_refs_where(person, Role.Name.COORDINATOR),
        is_rekey_due=team.is_rekey_due,
        to_reseal=keys_to_reseal(team).count(),
        generation=team.generation,
        needed=trust.needed if trust else 0,
        trustees=_holders(trustees, here, person, openers),
        asking=next(iter(_asked(Ceremony.objects.filter(trust__team=team).values_list("pk", flat=True), person, today).values()), None),
    )
    return team, card


def trusteeships_of(person: Person, *, today: date) -> tuple[Trusteeship, ...]:
    """Where this person is a trustee, and what they are asked."""
    shares = Share.objects.filter(member__holder=person.ref).select_related("trust__team", "trust__ceremony").order_by("pk")
    rows = list(shares.prefetch_related("given"))
    asked = _asked([row.trust.ceremony.pk for row in rows if hasattr(row.trust, "ceremony")], person, today)
    names = _organisation_names(row.trust.team.owner for row in rows)
    return tuple(
        Trusteeship(
            place=row.trust.team.owner,
            team=row.trust.team.name,
            organisation=names.get(row.trust.team.owner, ""),
            needed=row.trust.needed,
            asking=asked.get(row.trust_id),
            has_given=bool(row.given.all()),
        )
        for row in rows
    )


def asked_for(person: Person, *, today: date) -> tuple[Asking, ...]:
    """The ceremonies that are to let this person in."""
    pks = Ceremony.objects.filter(member__holder=person.ref).values_list("pk", flat=True)
    return tuple(_asked(pks, person, today).values())


def team_trusted_to(person: Person, place: str) -> Team:
    """The team of this organisation, of which this person is a trustee.

    Raises:
        NotFound: there is none, or they are not.
    """
    team = team_of(place)
    if team is None or not Share.objects.filter(trust__team=team, member__holder=person.ref).exists():
        raise NotFound
    return team


def team_asked_for(person: Person, place: str) -> Team:
    """The team of this organisation, whose trustees are asked to let this person in.

    Raises:
        NotFound: there is none, or they are not.
    """
    team = team_of(place)
    if team is None or not Ceremony.objects.filter(trust__team=team, member__holder=person.ref).exists():
        raise NotFound
    return team


def _people_of(organisation: Organisation) -> tuple[dict[str, str], frozenset[str]]:
    """Who works here, name by Ref; and the Refs of those who work with what a team opens."""
    roles = Role.objects.filter(organisation=organisation, person__is_active=True)
    rows = list(roles.values_list("person__ref", "person__username", "name"))
    openers = frozenset(ref for ref, _name, role in rows if role in {*TEAM, *CLEARERS})
    return {ref: name for ref, name, _role in rows}, openers


def _holders(refs: Iterable[str], names: Mapping[str, str], person: Person, openers: Collection[str] = ()) -> tuple[KeyHolder, ...]:
    return tuple(KeyHolder(ref=ref, name=names.get(ref, ""), is_you=ref == person.ref, may_open=ref in openers) for ref in refs)


def _asked(pks: Iterable[int], person: Person, today: date) -> dict[int, Asking]:
    """Ceremonies by their trust. Whom it is for and who asked are named to whoever has to decide, of whatever organisation."""
    rows = list(Ceremony.objects.filter(pk__in=list(pks)).select_related("trust__team", "member").prefetch_related("given").order_by("pk"))
    names = dict(
        Person.objects.filter(ref__in=[ref for row in rows for ref in (row.member.holder, row.opened_by)]).values_list("ref", "username")
    )
    places = _organisation_names(row.trust.team.owner for row in rows)
    return {
        row.trust_id: Asking(
            place=row.trust.team.owner,
            team=row.trust.team.name,
            organisation=places.get(row.trust.team.owner, ""),
            person=_holders([row.member.holder], names, person)[0],
            asked_by=names.get(row.opened_by, row.opened_by),
            ends_on=row.ends_on,
            is_over=row.ends_on < today,
            given=len(row.given.all()),
            needed=row.trust.needed,
        )
        for row in rows
    }


def _organisation_names(refs: Iterable[str]) -> dict[str, str]:
    return dict(Organisation.objects.filter(ref__in=set(refs)).values_list("ref", "name"))
