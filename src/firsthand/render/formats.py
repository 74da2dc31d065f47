"""Every format an edition is published in, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from firsthand.core.manuscript import ResolvedManuscript


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format. `label` is what people call it; it is a name and the same in every language."""

    name: str
    media_type: str
    extension: str
    label: str
    render: Callable[[ResolvedManuscript], bytes]


# Typesetter, pandoc and word processor take 0.2 s to import, and most of what starts Python renders nothing: each is imported when used.


def _html(resolved: ResolvedManuscript) -> bytes:
    from firsthand.render.html import render_html  # noqa: PLC0415

    return render_html(resolved)


def _pdf(resolved: ResolvedManuscript) -> bytes:
    from firsthand.render.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(resolved)


def _epub(resolved: ResolvedManuscript) -> bytes:
    from firsthand.render.epub import render_epub  # noqa: PLC0415

    return render_epub(resolved)


def _docx(resolved: ResolvedManuscript) -> bytes:
    from firsthand.render.docx import render_docx  # noqa: PLC0415

    return render_docx(resolved)


def _plain(resolved: ResolvedManuscript) -> bytes:
    from firsthand.render.plain import render_plain  # noqa: PLC0415

    return render_plain(resolved)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_ALL = (
    Format(name="html", media_type="text/html; charset=utf-8", extension="html", label="HTML", render=_html),
    Format(name="pdf", media_type="application/pdf", extension="pdf", label="PDF", render=_pdf),
    Format(name="epub", media_type="application/epub+zip", extension="epub", label="EPUB", render=_epub),
    Format(name="docx", media_type=_WORD, extension="docx", label="DOCX", render=_docx),
    Format(name="txt", media_type="text/plain; charset=utf-8", extension="txt", label="TXT", render=_plain),
)

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _ALL})
