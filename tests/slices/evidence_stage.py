"""A stage for the tests of evidence: Alder House's team with keys, two doors, people who gave; made by the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from tests.cast import Cast

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, When
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.actions import found_team, join_team, make_member_key
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.opening import open_team_by_passphrase
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake import actions as intake
from firsthand.intake import models as given
from firsthand.intake import testified

PASSPHRASE = "correct horse battery staple"
CANARY = "heron-in-the-reeds-4471"
ALL = frozenset({Use.STORE, Use.STATISTICS, Use.ANONYMOUS_QUOTE})
HELP = [intake.Offer(name="Night line", how="0800 000 000", hours="always")]


@dataclass
class Stage:
    """Everything is made when first asked for."""

    cast: Cast
    now: datetime
    receipts: dict[str, Hidden[str]] = field(default_factory=dict)

    @cached_property
    def team(self) -> Team:
        """Alder House's team: Teal founded it, Wren and Reed joined."""
        first = make_member_key(holder=self.cast.teal.ref, passphrase=Hidden(PASSPHRASE), now=self.now)
        team = found_team(name="Evidence", owner=self.cast.alder.ref, first=first, by=self.cast.teal.ref, now=self.now)
        with_key = open_team_by_passphrase(team=team, holder=self.cast.teal.ref, passphrase=Hidden(PASSPHRASE))
        for person in (self.cast.wren, self.cast.reed):
            member = make_member_key(holder=person.ref, passphrase=Hidden(PASSPHRASE), now=self.now)
            join_team(team=team, member=member, with_key=with_key, by=self.cast.teal.ref, now=self.now)
        actions.seed_codebook(now=self.now)
        return team

    @cached_property
    def alder_door(self) -> given.Door:
        return intake.open_door(
            organisation=self.cast.alder, team=self.team, help_now=HELP, limits="None.", by=self.cast.wren, now=self.now
        )

    @cached_property
    def birch_door(self) -> given.Door:
        """Birch Collective sends what it hears to Alder House's team."""
        return intake.open_door(
            organisation=self.cast.birch, team=self.team, help_now=HELP, limits="None.", by=self.cast.finch, now=self.now
        )

    def key_of(self, person: Person) -> UnlockedTeam:
        return open_team_by_passphrase(team=self.team, holder=person.ref, passphrase=Hidden(PASSPHRASE))

    def give(self, *, words: str = "What happened to me.", uses: frozenset[Use] = ALL, door: given.Door | None = None, **said) -> str:
        """Someone gives; the Ref of their testimony."""
        told = testified.Testified(words=words, **said)
        receipt = intake.receive_testimony(door=door or self.alder_door, words=told, uses=uses, now=self.now)
        self.receipts[receipt.testimony_ref] = receipt.words
        return receipt.testimony_ref

    def code(self, ref: str, *acts: str, country: str = "KE", year: int | None = 2025, now: datetime | None = None, **more) -> None:
        """Teal codes it."""
        coding = Coding(acts=frozenset(acts or {"arrest"}), country=country, when=When(year=year), **more)
        actions.code_testimony(testimony_ref=ref, coding=coding, by=self.cast.teal, now=now or self.now)

    def people(self, count: int, *acts: str, uses: frozenset[Use] = ALL, **coding) -> list[str]:
        """This many people give, through both doors by turns, and are coded alike."""
        doors = (self.alder_door, self.birch_door)
        refs = [self.give(uses=uses, door=doors[number % 2]) for number in range(count)]
        for ref in refs:
            self.code(ref, *acts, **coding)
        return refs

    def open_batch(self, *, now: datetime | None = None) -> str:
        return actions.open_batch(organisation=self.cast.alder, by=self.cast.wren, now=now or self.now)

    def make_figure(self, batch_ref: str, *dimensions: str, title: str = "What was told", **more) -> str:
        return actions.make_figure(
            batch_ref=batch_ref, title=title, dimensions=dimensions or ("act",), by=self.cast.teal, now=self.now, **more
        )

    def approve(self, figure_ref: str) -> None:
        actions.give_verdict(figure_ref=figure_ref, is_approved=True, reason="", by=self.cast.reed, now=self.now)

    def lift(self, ref: str, *, words: str = "They took everything.", attribution: str = "A sex worker", by: Person | None = None) -> str:
        return actions.lift_quote(
            testimony_ref=ref, words=Hidden(words), attribution=attribution, language="en", by=by or self.cast.teal, now=self.now
        )

    def clear(self, quote_ref: str) -> None:
        actions.clear_quote(quote_ref=quote_ref, with_key=self.key_of(self.cast.reed), by=self.cast.reed, now=self.now)
