"""What stands in the addresses that name something: things of Alder House, made by the product's own actions.

A new slice adds one entry to SAMPLES for each parameter of its addresses, under the name of the address or under its namespace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from allauth.mfa.models import Authenticator

from firsthand.documents import actions as documents
from firsthand.documents.content import Content
from firsthand.foundation.people.models import DeskSession, Person, Role
from tests.cast import Cast, at_desk
from tests.slices.evidence_stage import Stage

EVERYONE = ("wren", "lark", "reed", "teal", "dove", "stone", "finch", "moss")


@dataclass
class House:
    """Alder House with one of each thing that an address can name. Each is made when first asked for."""

    cast: Cast
    now: datetime

    def __post_init__(self) -> None:
        for name in EVERYONE:
            getattr(self.cast, name)

    @cached_property
    def yew(self) -> Person:
        """Someone at Alder House who holds every role; no column of the table, but the owner of what belongs to one person."""
        return self.cast.person("yew", self.cast.alder, *Role.Name)

    @cached_property
    def stage(self) -> Stage:
        return Stage(self.cast, self.now)

    @cached_property
    def session_code(self) -> str:
        at_desk(self.yew)
        return DeskSession.objects.filter(person=self.yew).latest("pk").code

    @cached_property
    def passkey(self) -> int:
        owner = self.cast.person("ash", self.cast.alder, Role.Name.READER)
        return Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}).pk

    @cached_property
    def testimony(self) -> str:
        ref = self.stage.give()
        self.stage.code(ref)
        return ref

    @cached_property
    def quote(self) -> str:
        ref = self.stage.lift(self.testimony)
        self.stage.clear(ref)
        return ref

    @cached_property
    def manuscript(self) -> str:
        body = "# What we saw\n\nWords of a brief."
        return documents.start_manuscript(organisation_id=self.cast.alder.pk, title="A brief", body=body, by=self.cast.lark, now=self.now)

    @cached_property
    def edition(self) -> str:
        content = Content(
            title="A brief",
            subtitle="",
            language="en",
            body="Words of a brief.",
            dated_on=date(2026, 11, 24),
            organisations=("Alder House",),
            notes=(),
            licence="CC BY-SA 4.0",
            sources={},
        )
        return documents.freeze_edition(
            manuscript_ref=self.manuscript, version=1, content=content, edges=(), because="published", by=self.cast.lark, now=self.now
        )

    @cached_property
    def commitment(self) -> str:
        from firsthand.commitments.actions import import_matrix
        from firsthand.commitments.models import Commitment
        from tests.slices.matrix_files import matrix_file

        import_matrix(data=matrix_file(), state="PE", session="12", by=self.cast.lark, now=self.now)
        return Commitment.objects.order_by("pk")[0].ref


SAMPLES: dict[str, Callable[[House], object]] = {
    "people ref": lambda house: house.cast.alder.ref,
    "people person": lambda house: house.cast.dove.ref,
    "people code": lambda house: house.session_code,
    "mfa_remove_webauthn pk": lambda house: house.passkey,
    "mfa_edit_webauthn pk": lambda house: house.passkey,
    "documents ref": lambda house: house.manuscript,
    "documents number": lambda house: 1,
    "documents:show-edition ref": lambda house: house.edition,
    "documents:add-recipient ref": lambda house: house.edition,
    "documents:withdraw-edition ref": lambda house: house.edition,
    "publish-manuscript ref": lambda house: house.manuscript,
    "publish-manuscript number": lambda house: 1,
    "public-documents ref": lambda house: house.edition,
    "public-documents file_format": lambda house: "html",
    "commitments ref": lambda house: house.commitment,
    "public-commitments ref": lambda house: house.commitment,
    "show-claim ref": lambda house: house.quote,
    "show-claim-at-desk ref": lambda house: house.quote,
    "intake code": lambda house: house.stage.alder_door.code,
    "intake step": lambda house: "words",
}

# What is sent with a form whose empty form would be refused before it is asked who sends it.
SENT: dict[str, dict[str, str]] = {
    "people:give-role": {"role": "editor"},
    "people:end-role": {"role": "reader"},
}
