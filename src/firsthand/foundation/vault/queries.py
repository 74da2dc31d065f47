"""Who is on which team, and which item is meant. Nothing here opens anything."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from firsthand.core.refusal import NotFound
from firsthand.foundation.vault.models import Item, ItemKey, MemberKey, RecoveryCode, Team, Trust


class NoSuchItem(NotFound):
    code = "no-such-item"


def team_of(owner_ref: str) -> Team | None:
    """The evidence team of an organisation: the first it founded, or None."""
    return Team.objects.filter(owner=owner_ref).order_by("pk").first()


def teams_of(person_ref: str) -> tuple[Team, ...]:
    """The teams whose items this person can open once they unlock."""
    return tuple(Team.objects.filter(memberships__member__holder=person_ref).order_by("pk"))


def item_by_ref(ref: str) -> Item:
    """The sealed item.

    Raises:
        NoSuchItem: there is none.
    """
    item = Item.objects.filter(ref=ref).first()
    if item is None:
        raise NoSuchItem
    return item


def is_key_destroyed(item_ref: str) -> bool:
    """Whether an item was forgotten. An item that never was counts as forgotten too."""
    return not ItemKey.objects.filter(item__ref=item_ref).exists()


def member_key_of(person_ref: str) -> MemberKey | None:
    """The key pair of a person, its private half sealed."""
    return MemberKey.objects.filter(holder=person_ref).first()


def has_member_key(person_ref: str) -> bool:
    return MemberKey.objects.filter(holder=person_ref).exists()


def has_recovery_code(person_ref: str) -> bool:
    return RecoveryCode.objects.filter(member__holder=person_ref).exists()


def is_on_team(person_ref: str, team: Team) -> bool:
    return team.memberships.filter(member__holder=person_ref).exists()


def keys_to_reseal(team: Team) -> QuerySet[ItemKey]:
    """The item keys that are still sealed to an earlier key of the team."""
    return ItemKey.objects.filter(team=team, generation__lt=team.generation)


def teams_only_open_to(person_ref: str) -> tuple[Team, ...]:
    """The teams that this person alone is on, and whose trustees could not open them without this person either."""
    mine = Team.objects.filter(memberships__member__holder=person_ref)
    alone = mine.annotate(members=Count("memberships__team__memberships", distinct=True)).filter(members=1)
    return tuple(team for team in alone.order_by("pk") if not _trustees_can_open(team, without=person_ref))


def _trustees_can_open(team: Team, *, without: str) -> bool:
    trust = Trust.objects.filter(team=team).first()
    return trust is not None and trust.shares.exclude(member__holder=without).count() >= trust.needed
