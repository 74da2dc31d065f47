"""What stands in the addresses that name something: things of Alder House, made by the product's own actions.

A new slice adds one entry to SAMPLES for each parameter of its addresses, under the name of the address or under its namespace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from allauth.mfa.models import Authenticator

from firsthand.core.consent import Use
from firsthand.documents.actions import start_manuscript, store_file
from firsthand.evidence.actions import release_alert
from firsthand.flows.publication import publish
from firsthand.foundation.people.models import DeskSession, Person, Role
from firsthand.intake.jurisdictions import write_limits
from firsthand.intake.models import Service
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
    def file(self) -> str:
        from tests.slices.file_parts import add_file

        return add_file(self.stage.receipts[self.testimony], b"a picture", now=self.now)

    @cached_property
    def sample(self) -> int:
        """Read to the end by Teal and Wren, so that there is something to rule."""
        from firsthand.evidence import actions
        from firsthand.evidence.coding import Coding

        self.stage.give()
        drawn = actions.draw(
            organisation=self.cast.alder, size=50, first=self.cast.teal, second=self.cast.wren, by=self.cast.wren, now=self.now, seed="a"
        )
        for ref in drawn.readings.values_list("testimony__ref", flat=True).distinct():
            for coder in (self.cast.teal, self.cast.wren):
                coding = Coding(acts=frozenset({"arrest"}))
                actions.keep_reading(sample_id=drawn.pk, testimony_ref=ref, coding=coding, by=coder, now=self.now)
        return drawn.pk

    @cached_property
    def sampled(self) -> str:
        from firsthand.evidence.models import Reading

        return Reading.objects.filter(sample=self.sample).order_by("pk")[0].testimony.ref

    @cached_property
    def mark(self) -> str:
        from firsthand.core.anchoring import Span
        from firsthand.evidence import actions
        from firsthand.evidence.models import Highlight

        key, by = self.stage.key_of(self.cast.teal), self.cast.teal
        actions.mark_words(testimony_ref=self.testimony, span=Span(0, 4), code="act=arrest", with_key=key, by=by, now=self.now)
        return str(Highlight.objects.get().guid)

    @cached_property
    def incident(self) -> str:
        from firsthand.evidence.models import Incident

        told = Incident.objects.filter(informations__testimony__ref=self.testimony).first()
        return told.ref if told else "IN-000000"

    @cached_property
    def likeness(self) -> int:
        from firsthand.evidence import actions
        from firsthand.evidence.coding import Coding, When
        from firsthand.evidence.models import Likeness

        told = Coding(acts=frozenset({"arrest"}), country="KE", when=When(year=2025, month=3))
        for _ in range(2):
            actions.code_testimony(testimony_ref=self.stage.give(), coding=told, by=self.cast.teal, now=self.now)
        return Likeness.objects.order_by("pk")[0].pk

    @cached_property
    def batch(self) -> str:
        self.stage.people(12, "arrest", country="KE")
        return self.stage.open_batch()

    @cached_property
    def figure(self) -> str:
        return self.stage.make_figure(self.batch)

    @cached_property
    def quote(self) -> str:
        ref = self.stage.lift(self.testimony)
        self.stage.clear(ref)
        return ref

    @cached_property
    def manuscript(self) -> str:
        body = f"# What we saw\n\nIt happened to many.\n\n{{{{quote:{self.quote}}}}}\n"
        return start_manuscript(organisation_id=self.cast.alder.pk, title="A brief", body=body, by=self.cast.lark, now=self.now)

    @cached_property
    def edition(self) -> str:
        ref = publish(manuscript_ref=self.manuscript, number=1, by=self.cast.lark, now=self.now)
        store_file(edition_ref=ref, file_format="epub", data=b"a book")
        return ref

    @cached_property
    def printed_quote(self) -> str:
        assert self.edition
        return self.quote

    @cached_property
    def commitment(self) -> str:
        from firsthand.commitments.actions import import_matrix
        from firsthand.commitments.models import Commitment
        from tests.slices.matrix_files import matrix_file

        import_matrix(data=matrix_file(), state="PE", session="12", by=self.cast.lark, now=self.now)
        return Commitment.objects.order_by("pk")[0].ref

    @cached_property
    def follow_up(self) -> int:
        from firsthand.evidence import actions

        by, day = self.cast.teal, self.now.date()
        return actions.add_follow_up(testimony_ref=self.testimony, what="check-safety", service=None, due_on=day, by=by, now=self.now)

    @cached_property
    def source(self) -> str:
        from firsthand.research.actions import add_source

        item = {"type": "report", "title": "A work", "author": [{"literal": "Someone"}], "issued": {"date-parts": [[2020]]}}
        return add_source(organisation_id=self.cast.alder.pk, item=item, by=self.cast.lark, now=self.now)

    @cached_property
    def note(self) -> int:
        from firsthand.research.actions import write_note
        from firsthand.research.models import Note

        write_note(ref=self.source, text="Read it.", page="", is_quote=False, by=self.cast.lark, now=self.now)
        return Note.objects.get().pk

    @cached_property
    def protocol(self) -> str:
        """Alder House to the Ministry, whose only person coordinates nothing; signed by nobody."""
        from firsthand.sharing.actions import Terms, write_protocol

        terms = Terms(
            recipient_ref=self.cast.ministry.ref,
            purpose="Training for the police",
            level="aggregate",
            use=Use.STATISTICS,
            fields=("people",),
            schedule="once",
            until=self.now.date() + timedelta(days=900),
        )
        return write_protocol(holder_id=self.cast.alder.pk, terms=terms, by=self.cast.wren, now=self.now)

    @cached_property
    def warned(self) -> str:
        ref = self.stage.give(uses=frozenset({Use.STORE, Use.PEER_ALERT}))
        until = self.now.date() + timedelta(days=30)
        release_alert(testimony_ref=ref, words="Mind grey cars.", country="KE", until=until, by=self.cast.teal, now=self.now)
        return ref

    @cached_property
    def law(self) -> str:
        said = {"jurisdiction": "KE", "language": "en", "text": "A child in danger."}
        write_limits(organisation_id=self.cast.alder.pk, by=self.cast.wren, now=self.now, **said)
        return "KE"

    @cached_property
    def service(self) -> int:
        assert self.stage.alder_door
        return Service.objects.filter(organisation=self.cast.alder).latest("pk").pk


SAMPLES: dict[str, Callable[[House], object]] = {
    "people ref": lambda house: house.cast.alder.ref,
    "people person": lambda house: house.cast.dove.ref,
    "people code": lambda house: house.session_code,
    "mfa_remove_webauthn pk": lambda house: house.passkey,
    "mfa_edit_webauthn pk": lambda house: house.passkey,
    "documents ref": lambda house: house.manuscript,
    "documents number": lambda house: 1,
    "documents old": lambda house: 1,
    "documents new": lambda house: 1,
    "documents:show-edition ref": lambda house: house.edition,
    "documents:add-recipient ref": lambda house: house.edition,
    "documents:withdraw-edition ref": lambda house: house.edition,
    "publish-manuscript ref": lambda house: house.manuscript,
    "publish-manuscript number": lambda house: 1,
    "download-provenance ref": lambda house: house.edition,
    "download-provenance-at-desk ref": lambda house: house.edition,
    "public-documents ref": lambda house: house.edition,
    "public-documents file_format": lambda house: "epub",
    "commitments ref": lambda house: house.commitment,
    "public-commitments ref": lambda house: house.commitment,
    "research ref": lambda house: house.source,
    "research note": lambda house: house.note,
    "sharing ref": lambda house: house.protocol,
    "evidence place": lambda house: house.stage.team.owner,
    "evidence:show-testimony ref": lambda house: house.testimony,
    "evidence:code-testimony ref": lambda house: house.testimony,
    "evidence:chain-incidents ref": lambda house: house.testimony,
    "evidence:uncode-incident ref": lambda house: house.testimony,
    "evidence:uncode-incident incident": lambda house: house.incident,
    "evidence:decide-likeness pk": lambda house: house.likeness,
    "evidence:withdraw-for-giver ref": lambda house: house.testimony,
    "evidence:show-consent ref": lambda house: house.testimony,
    "evidence:ask-again ref": lambda house: house.testimony,
    "evidence:download-file ref": lambda house: house.testimony,
    "evidence:download-file file_ref": lambda house: house.file,
    "evidence:clean-file ref": lambda house: house.testimony,
    "evidence:clean-file file_ref": lambda house: house.file,
    "evidence:write-letter ref": lambda house: house.testimony,
    "evidence:set-apart ref": lambda house: house.testimony,
    "evidence:decide-alert ref": lambda house: house.testimony,
    "evidence:end-alert ref": lambda house: house.warned,
    "evidence:lift-quote ref": lambda house: house.testimony,
    "evidence number": lambda house: house.sample,
    "evidence:read-for-sample ref": lambda house: house.sampled,
    "evidence:rule-codes ref": lambda house: house.sampled,
    "evidence:agree-to-codes ref": lambda house: house.sampled,
    "evidence:mark-words ref": lambda house: house.testimony,
    "evidence:take-mark-off ref": lambda house: house.testimony,
    "evidence:take-mark-off mark": lambda house: house.mark,
    "evidence:new-figure batch_ref": lambda house: house.batch,
    "evidence:count-again ref": lambda house: house.figure,
    "evidence:follow-up ref": lambda house: house.testimony,
    "evidence:end-follow-up ref": lambda house: house.testimony,
    "evidence:end-follow-up follow_up": lambda house: house.follow_up,
    "evidence:note-asked ref": lambda house: house.testimony,
    "evidence:show-tally batch_ref": lambda house: house.batch,
    "evidence:show-figure ref": lambda house: house.figure,
    "evidence:judge-figure ref": lambda house: house.figure,
    "evidence:show-quote ref": lambda house: house.quote,
    "evidence:judge-quote ref": lambda house: house.quote,
    "show-claim ref": lambda house: house.printed_quote,
    "show-claim-at-desk ref": lambda house: house.quote,
    "intake-desk owner": lambda house: house.cast.alder.ref,
    "intake-desk jurisdiction": lambda house: house.law,
    "intake-desk language": lambda house: "en",
    "intake-desk number": lambda house: house.service,
    "intake code": lambda house: house.stage.alder_door.code,
    "intake step": lambda house: "words",
}

# What is sent with a form whose empty form would be refused before it is asked who sends it.
SENT: dict[str, Callable[[House], dict[str, object]]] = {
    "people:give-role": lambda house: {"role": "editor"},
    "people:end-role": lambda house: {"role": "reader"},
    "documents:new-manuscript": lambda house: {"title": "Another", "language": "en", "organisation": house.cast.alder.pk},
    "documents:edit-manuscript": lambda house: {"body": "Other words.", "based_on": 1},
    "documents:add-recipient": lambda house: {"address": "reader@example.org"},
    "evidence:open-batch": lambda house: {"organisation": house.cast.alder.pk},
    "evidence:judge-figure": lambda house: {"verdict": "approve", "reason": ""},
    "evidence:judge-quote": lambda house: {"verdict": "clear"},
}


def sent_to(name: str, house: House) -> dict[str, object] | None:
    """The form that is sent to this address; an empty one where none is named."""
    return SENT[name](house) if name in SENT else None
