"""firsthand opinion: the map of any file of votes, without a database."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import click

from firsthand.core.opinion import Assertions, OpinionMap, Rules, as_plain, draw_map, read_assertions, read_votes
from firsthand.core.refusal import Refusal
from firsthand.render.opinion import draw_opinion_map

_FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


@click.command()
@click.argument("votes", type=_FILE)
@click.option("--comments", type=_FILE, help="The texts of the assertions and what moderators decided (comments.csv).")
@click.option("--strict", is_flag=True, help="Assertions that no moderator decided about are out.")
@click.option("--json", "is_json", is_flag=True, help="Print all that may be shown as JSON.")
@click.option("--svg", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Draw the map into this file.")
@click.option("--floor", default=10, show_default=True, help="No group and no number stands for fewer people; never under 5.")
@click.option("--seed", default=1, show_default=True, help="The seed of shuffles and resamples; the same seed gives the same map.")
def opinion(*, votes: Path, comments: Path | None, strict: bool, is_json: bool, svg: Path | None, floor: int, seed: int) -> None:
    """Draw the opinion map of a file of votes in the form that Polis exports.

    VOTES is votes.csv (a log; the last vote counts) or participants-votes.csv. Nothing is kept, and no database is needed.
    """
    try:
        assertions = read_assertions(_rows(comments), is_strict=strict) if comments else None
        found = _drawn(votes, assertions, floor, seed)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if svg:
        svg.write_text(draw_opinion_map(found, title=votes.stem, language="en"), encoding="utf-8")
    said = as_plain(found, texts=assertions.texts if assertions else {})
    click.echo(json.dumps(said, ensure_ascii=False, indent=1) if is_json else _told(said))


def _drawn(votes: Path, assertions: Assertions | None, floor: int, seed: int) -> OpinionMap:
    read = read_votes(_rows(votes), among=assertions.texts if assertions else None)
    return draw_map(read, seed=seed, rules=Rules(floor=floor), moderation=assertions.moderation if assertions else None)


def _rows(path: Path) -> io.StringIO:
    try:
        return io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name} is not text in UTF-8.") from error


def _told(said: dict[str, Any]) -> str:
    people, texts = said["people"], {each["assertion"]: each for each in said["assertions"]}
    lines = [said["sentence"], f"{people['voted']} people cast {said['votes']} votes; {people['on_map']} of them are on the map."]
    for group in said["groups"]:
        lines += ["", f"Group {group['name']}, {group['people']} people:"]
        lines += [
            f"  {each['says']} ({each['here']:.0%}, others {each['elsewhere']:.0%}): {_named(texts[each['assertion']])}"
            for each in group["set_apart_by"]
        ]
    for title, key in (("Common ground", "common_ground"), ("Disputed", "disputed")):
        if said[key]:
            lines += ["", f"{title}:"]
            lines += [f"  {_shares(texts[label])}: {_named(texts[label])}" for label in said[key][:5]]
    return "\n".join(lines)


def _shares(each: dict[str, Any]) -> str:
    """Of those who voted on it; and the group or segment that agrees least, where that may be said."""
    everybody = each["all"]
    lowest = "" if each["lowest_agreement"] is None else f", no group below {each['lowest_agreement']:.0%}"
    return f"{everybody['agreed'] / everybody['voted']:.0%} agree{lowest}"


def _named(each: dict[str, Any]) -> str:
    return f"{each['assertion']} {each['text']}".strip()
