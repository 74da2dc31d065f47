"""How an edition looks in a word processor: the look of the printed one, in typefaces that every office has."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.styles.style import BaseStyle

INK, SOFT, RED, HAIR, WASH = "2A2320", "5F544D", "B3261E", "D9CFC2", "F8F4EC"
_SERIF = ("Georgia", "Times New Roman", "SimSun")  # Latin and Cyrillic, Arabic, Chinese
_SANS = ("Arial", "Arial", "Microsoft YaHei")
_MONO = ("Consolas", "Courier New", "Microsoft YaHei")
_EAST_ASIAN = {"zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One style. Sizes in points; `bars` are borders as (side, eighths of a point, colour), `start` is the side where lines begin.

    Paragraphs of a style that `is_close` have no space between each other, only before the first and after the last.
    """

    fonts: tuple[str, str, str] = _SERIF
    size: float = 10.5
    is_bold: bool = False
    is_italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    line: float = 1.25
    start: float = 0
    end: float = 0
    is_close: bool = False
    stays_with_next: bool = False
    outline: int | None = None
    bars: tuple[tuple[str, int, str], ...] = ()
    ground: str = ""


_BOX = tuple((side, 4, HAIR) for side in ("top", "left", "bottom", "right"))

LOOKS = {
    "Normal": Look(),
    "Body Text": Look(after=7),
    "First Paragraph": Look(after=7),
    "Compact": Look(after=3),
    "Title": Look(fonts=_SANS, size=26, is_bold=True, line=1.05, before=6, after=6, stays_with_next=True, bars=(("top", 36, RED),)),
    "Subtitle": Look(fonts=_SANS, size=15, after=18),
    "Edition Line": Look(fonts=_SANS, size=10, colour=SOFT, after=2),
    "Edition Status": Look(fonts=_SANS, size=10, is_bold=True, colour=RED, before=8, after=18),
    "TOC Heading": Look(fonts=_SANS, size=16, is_bold=True, before=24, after=8, stays_with_next=True),
    "toc 1": Look(fonts=_SANS, size=10, is_bold=True, line=1.1, before=5, after=1),
    "toc 2": Look(fonts=_SANS, size=10, line=1.1, after=1, start=14),
    "Heading 1": Look(fonts=_SANS, size=16, is_bold=True, line=1.1, before=26, after=8, stays_with_next=True, outline=0),
    "Heading 2": Look(fonts=_SANS, size=13, is_bold=True, line=1.1, before=18, after=6, stays_with_next=True, outline=1),
    **{
        f"Heading {level}": Look(fonts=_SANS, size=11, is_bold=True, before=14, after=4, stays_with_next=True, outline=level - 1)
        for level in (3, 4, 5, 6)
    },
    "Block Text": Look(before=8, after=8, start=14, bars=(("start", 16, HAIR),)),
    "Quote Said": Look(size=12, before=4, after=4, start=14, stays_with_next=True, bars=(("start", 24, RED),)),
    "Quote Source": Look(fonts=_SANS, size=9, after=14, start=14, bars=(("start", 24, RED),)),
    "Box Title": Look(fonts=_SANS, is_bold=True, before=12, after=0, start=9, end=9, stays_with_next=True, bars=_BOX, ground=WASH),
    "Box": Look(before=0, after=18, start=9, end=9, is_close=True, bars=_BOX, ground=WASH),
    "Source Code": Look(fonts=_MONO, size=9.5, before=8, after=12, bars=(("top", 4, HAIR), ("bottom", 4, HAIR))),
    "Rule": Look(size=4, before=6, after=14, bars=(("bottom", 6, HAIR),)),
    "Figure Title": Look(fonts=_SANS, size=10, is_bold=True, before=18, after=4, stays_with_next=True, bars=(("top", 12, INK),)),
    "Figure Drawing": Look(after=4, line=1, stays_with_next=True),
    "Figure Note": Look(fonts=_SANS, size=9, colour=SOFT, before=5, after=18, is_close=True),
    "Table Caption": Look(fonts=_SANS, size=9, colour=SOFT, before=6, after=4, stays_with_next=True),
    "Table Words": Look(fonts=_SANS, size=9, before=2, after=2, line=1.1),
    "Footnote Text": Look(size=9, after=3, line=1.1),
    "Footer": Look(fonts=_SANS, size=8, colour=SOFT, after=0),
}

_CHARACTERS = {
    "Withheld": Look(fonts=_SANS, size=9, is_italic=True, colour=SOFT),
    "Missing": Look(colour="8C1D17", ground="FBE3E1"),
    "Ref": Look(fonts=_SANS, size=9, colour=SOFT),
    "Verbatim Char": Look(fonts=_MONO, size=9.5),
}


def dress(document: Document, *, language: str, is_right_to_left: bool) -> None:
    """Give the document's styles their looks; a style that the text does not use is left out of it."""
    known = {style.name: style for style in document.styles}
    for name, look in LOOKS.items():
        if name in known:
            _set(known[name], _paragraph_markup(look, is_right_to_left), _character_markup(look))
    for name, look in _CHARACTERS.items():
        if name in known:
            _set(known[name], "", _character_markup(look))
    _set_hyperlink(known["Hyperlink"])
    _set_language(document, language, is_right_to_left)


def add_styles(document: Document) -> None:
    """The styles that pandoc does not bring: of the running foot and of the words in tables."""
    known = {style.name for style in document.styles}
    for name in ("Footer", "Table Words"):
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _set(style: BaseStyle, paragraph: str, characters: str) -> None:
    element = style.element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    for markup in (paragraph, characters):
        if markup:
            element.append(parse_xml(markup))


def _paragraph_markup(look: Look, is_right_to_left: bool) -> str:
    """Paragraph properties in the order of the schema. From right to left a `left` indent is where lines begin, a `left` border is not."""
    side = "right" if is_right_to_left else "left"
    bars = "".join(
        f'<w:{side if bar == "start" else bar} w:val="single" w:sz="{width}" w:space="8" w:color="{colour}"/>'
        for bar, width, colour in sorted(look.bars, key=lambda bar: ("top", "left", "start", "bottom", "right").index(bar[0]))
    )
    return (
        f"<w:pPr {nsdecls('w')}>"
        f"{'<w:keepNext/>' if look.stays_with_next else ''}<w:keepLines/>"
        f"{f'<w:pBdr>{bars}</w:pBdr>' if bars else ''}"
        f"{_ground(look)}"
        f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}" '
        f'w:line="{round(look.line * 240)}" w:lineRule="auto"/>'
        f'<w:ind w:left="{round(look.start * 20)}" w:right="{round(look.end * 20)}"/>{"<w:contextualSpacing/>" if look.is_close else ""}'
        f"{f'<w:outlineLvl w:val={chr(34)}{look.outline}{chr(34)}/>' if look.outline is not None else ''}</w:pPr>"
    )


def _character_markup(look: Look) -> str:
    """Character properties in the order of the schema; those that end in `Cs` are for Arabic and other complex scripts."""
    latin, complex_script, east_asian = look.fonts
    half_points = round(look.size * 2)
    return (
        f"<w:rPr {nsdecls('w')}>"
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{complex_script}"/>'
        f"{_switch('b', look.is_bold)}{_switch('i', look.is_italic)}"
        f'<w:color w:val="{look.colour}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points + 2}"/>{_ground(look)}</w:rPr>'
    )


def _switch(name: str, is_on: bool) -> str:
    """A property said also where it is off, because styles inherit; once for simple and once for complex scripts."""
    return f'<w:{name} w:val="{is_on:d}"/><w:{name}Cs w:val="{is_on:d}"/>'


def _ground(look: Look) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{look.ground}"/>' if look.ground else ""


def _set_hyperlink(style: BaseStyle) -> None:
    """Links are underlined and keep the colour of the words around them."""
    _set(style, "", f'<w:rPr {nsdecls("w")}><w:u w:val="single" w:color="{SOFT}"/></w:rPr>')


def _set_language(document: Document, language: str, is_right_to_left: bool) -> None:
    """The language that spelling, hyphenation and reading aloud start from."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    east_asian = _EAST_ASIAN.get(language.lower().split("-")[0])
    if east_asian and "hant" in language.lower():
        east_asian = "zh-TW"
    lang = parse_xml(f"<w:lang {nsdecls('w')}/>")
    lang.set(qn("w:val"), "en-GB" if is_right_to_left or east_asian else language)
    lang.set(qn("w:eastAsia"), east_asian or "zh-CN")
    lang.set(qn("w:bidi"), language if is_right_to_left else "ar-SA")
    defaults.append(lang)
