"""A text with the origin of its words: each stretch has a letter, a pattern of underlining and a tint, so that no one of them is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby

from firsthand.core.authorship import Provenance, Span, by_constituency
from firsthand.core.manuscript import direction_of
from firsthand.core.refusal import NotValid

LETTERS = "ABCDEF"


class TooManyVoices(NotValid):
    code = "too-many-voices"
    sentence = "Words of at most {most} constituencies can be told apart on a page; join some of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A constituency as readers see it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words around the text, in the reader's language."""

    caption: str
    mark: str
    voice: str
    words: str
    share: str
    total: str


@cache
def authorship_css() -> str:
    """How the marks look; every selector is below `.authorship`. Pages load it as `authorship/authorship.css`."""
    return files("firsthand.render.html").joinpath("static/authorship/authorship.css").read_text(encoding="utf-8")


def render_marked(
    provenance: Provenance, *, voices: Sequence[Voice], constituency_of: Mapping[str, str], wording: Wording, language: str
) -> str:
    """A table of words by constituency, and under it the text, marked. It holds no style, no script and nobody's name.

    Raises:
        TooManyVoices: there are more constituencies than marks.

    """
    if len(voices) > len(LETTERS):
        raise TooManyVoices(most=len(LETTERS))
    numbers = {voice.key: number for number, voice in enumerate(voices)}
    text = "\n".join(_paragraph(spans, numbers, constituency_of) for spans in provenance.paragraphs() if spans)
    return (
        f'<div class="authorship">\n{_table(provenance, voices, constituency_of, wording)}\n'
        f'<div class="authorship-text" lang="{escape(language)}" dir="{direction_of(language)}">\n{text}\n</div>\n</div>'
    )


def _paragraph(spans: Sequence[Span], numbers: Mapping[str, int], constituency_of: Mapping[str, str]) -> str:
    return f"<p>{''.join(_stretches(spans, numbers, constituency_of))}</p>"


def _stretches(spans: Sequence[Span], numbers: Mapping[str, int], constituency_of: Mapping[str, str]) -> Iterator[str]:
    for number, stretch in groupby(spans, key=lambda span: numbers[constituency_of[span.seat]]):
        text = "".join(span.text for span in stretch)
        words = text.rstrip()
        yield f'<span class="voice voice-{number + 1}"><sup>{LETTERS[number]}</sup>{escape(words, quote=False)}</span>{text[len(words) :]}'


def _table(provenance: Provenance, voices: Sequence[Voice], constituency_of: Mapping[str, str], wording: Wording) -> str:
    counted = by_constituency(provenance.words_by_seat(), constituency_of)
    rows = "\n".join(
        f'<tr><td><span class="voice voice-{number + 1}">{LETTERS[number]}</span></td><th scope="row">{escape(voice.label)}</th>'
        f"{_number(str(counted.get(voice.key, 0)))}{_number(_percent(counted.get(voice.key, 0), provenance.words))}</tr>"
        for number, voice in enumerate(voices)
    )
    heads = "".join(
        f'<th scope="col"{more}>{escape(head)}</th>'
        for head, more in (
            (wording.mark, ""),
            (wording.voice, ""),
            (wording.words, ' class="number"'),
            (wording.share, ' class="number"'),
        )
    )
    return (
        f'<div class="table-scroll"><table><caption>{escape(wording.caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n"
        f'<tfoot><tr><td></td><th scope="row">{escape(wording.total)}</th>{_number(str(provenance.words))}<td></td></tr></tfoot>'
        f"</table></div>"
    )


def _number(text: str) -> str:
    return f'<td class="number">{text}</td>'


def _percent(count: int, of: int) -> str:
    return f"{100 * count / of:.1f} %" if of else ""
