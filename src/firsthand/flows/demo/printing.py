"""Steps 6 to 8: commitments come in, a report is published, words are taken back, and a text that does not stand is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.commitments.actions import import_matrix
from firsthand.commitments.queries import Filters, register_page
from firsthand.core.hidden import Hidden
from firsthand.documents.actions import name_recipient, start_manuscript
from firsthand.documents.content import to_json
from firsthand.documents.queries import content_of, public_edition
from firsthand.flows.demo.checking import must
from firsthand.flows.demo.matrix import MatrixFile
from firsthand.flows.demo.network import COORDINATOR, EDITOR
from firsthand.flows.demo.settling import Settled
from firsthand.flows.demo.texts import REPORT, REPORT_SUBTITLE, REPORT_TITLE, UNFIT, UNFIT_TITLE
from firsthand.flows.publication import NotPublishable, publish
from firsthand.intake.actions import withdraw_by_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many recommendations came in, and the first of them."""

    added: int
    first: str


def bring_in(network: Settled, matrix: MatrixFile, *, now: datetime) -> Imported:
    """Import a matrix twice; the second time changes nothing."""
    by = network.person(COORDINATOR)
    report = import_matrix(data=matrix.data, state=matrix.state, session=matrix.session, by=by, now=now)
    again = import_matrix(data=matrix.data, state=matrix.state, session=matrix.session, by=by, now=now)
    must((again.added, again.changed, again.left) == (0, 0, report.added), "Importing the same matrix again changed the register.")
    page = register_page(Filters(state=matrix.state, session=matrix.session), number=1, language="en")
    return Imported(added=report.added, first=page.page.object_list[0].ref)


def publish_report(network: Settled, claims: dict[str, str], *, now: datetime) -> str:
    """Write the report and publish it; the Ref of its first edition is returned. Another organisation and the UN desk receive it."""
    editor = network.person(EDITOR)
    manuscript = start_manuscript(
        organisation_id=network.host.pk,
        title=REPORT_TITLE,
        subtitle=REPORT_SUBTITLE,
        language="en",
        body=REPORT.format(**claims),
        by=editor,
        now=now,
    )
    edition = publish(manuscript_ref=manuscript, number=1, by=editor, now=now)
    receiver = network.doors[next(iter(network.doors))].organisation_id
    name_recipient(edition_ref=edition, organisation_id=receiver, address="", by=editor, now=now)
    name_recipient(edition_ref=edition, organisation_id=None, address="desk@un.example", by=editor, now=now)
    return edition


def take_back(edition: str, *, words: Hidden[str], receipt: Hidden[str], now: datetime) -> str:
    """The giver takes everything back by their receipt; the Ref of the edition that took the old one's place is returned."""
    must(words.reveal() in str(to_json_of(edition)), "The words were not printed before they were taken back.")
    done = withdraw_by_receipt(receipt=receipt, uses=None, destroy=True, now=now)
    old = public_edition(edition, now=now)
    must(done.is_whole and done.is_destroyed, "The withdrawal did not end every use and destroy the words.")
    must(not old.is_shown and bool(old.successor), "The edition was not replaced when words in it were taken back.")
    must(content_of(edition) is None, "The replaced edition kept its content.")
    must(words.reveal() not in str(to_json_of(old.successor)), "The new edition prints words that were taken back.")
    must(public_edition(old.successor, now=now).is_shown, "The new edition is not shown.")
    return old.successor


def be_refused(network: Settled, claims: dict[str, str], *, now: datetime) -> tuple[str, ...]:
    """Try to publish a text of which nothing stands; the causes are returned."""
    editor = network.person(EDITOR)
    manuscript = start_manuscript(organisation_id=network.host.pk, title=UNFIT_TITLE, body=UNFIT.format(**claims), by=editor, now=now)
    try:
        publish(manuscript_ref=manuscript, number=1, by=editor, now=now)
    except NotPublishable as refusal:
        causes = tuple(f"{cause.ref}: {cause.reason}" for cause in refusal.causes)
    else:
        causes = ()
    must(len(causes) == 3, "A text of which nothing stands was not refused for each of its three claims.")
    return causes


def to_json_of(edition: str) -> dict[str, object]:
    """What an edition froze, as it is stored; empty when it was taken back."""
    content = content_of(edition)
    return to_json(content) if content else {}
