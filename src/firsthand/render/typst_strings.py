"""Words as Typst strings: the only way in which anything a person wrote enters the source.

A Typst string knows five escapes and is read to its closing quote before anything else is looked at, so no word can become code,
markup, a label or a file.
"""

from __future__ import annotations

from collections.abc import Iterable

# U+FEFF, the mark at the start of files, has no sign and is forbidden in PDF/UA; it is the one character that is left out.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\ufeff": ""})


def literal(text: str) -> str:
    """This text as a Typst string."""
    return f'"{text.translate(_ESCAPES)}"'


def literals(texts: Iterable[str]) -> str:
    """These texts as a Typst array of strings."""
    return array(literal(text) for text in texts)


def array(items: Iterable[str]) -> str:
    """These expressions as a Typst array, also when there is one or none."""
    return f"({''.join(f'{item}, ' for item in items)})"


def joined(expressions: Iterable[str]) -> str:
    """These expressions one after the other, as one piece of content."""
    return f"{{ {'; '.join(expressions)} }}"
