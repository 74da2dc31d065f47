"""Who is on which team, and which item is meant. Nothing here opens anything."""

from __future__ import annotations

from firsthand.core.refusal import NotFound
from firsthand.foundation.vault.models import Item, ItemKey, MemberKey, Team


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


def is_on_team(person_ref: str, team: Team) -> bool:
    return team.memberships.filter(member__holder=person_ref).exists()
