"""Reading an edition back: the words of a file in any format, without spaces, so that line ends do not matter."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from tests.parts import require

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XHTML = "{http://www.w3.org/1999/xhtml}"
VOID = frozenset({"br", "hr", "meta", "link", "img", "input"})

# A single-font rendering of the characters that only steer the direction of text.
_STEERING = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u00ad"))


class Page(HTMLParser):
    """A page read strictly: every element is closed where it must be; `words` leave out style sheets."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(markup)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


def squeezed(words: str) -> str:
    """Words without spaces and without the marks that only steer direction."""
    return "".join(words.translate(_STEERING).split())


def words_of(name: str, data: bytes) -> str:
    """Everything a reader of this file reads, squeezed."""
    return squeezed(_READ[name](data))


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def html_words(data: bytes) -> str:
    return "".join(Page(data.decode()).words)


def pdf_words(data: bytes) -> str:
    found = subprocess.run([require("poppler"), "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return found.stdout.decode()


def epub_words(data: bytes) -> str:
    pages = (content for name, content in files_of(data).items() if name.endswith(".xhtml"))
    return "\n".join("".join(ET.fromstring(page).itertext()) for page in pages)


def docx_words(data: bytes) -> str:
    files = files_of(data)
    parts = ("word/document.xml", "word/footnotes.xml", "word/footer1.xml")
    return "\n".join("".join(_runs(ET.fromstring(files[name]))) for name in parts)


def _runs(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag == f"{W}p":
            yield "\n"


_READ = {"html": html_words, "pdf": pdf_words, "epub": epub_words, "docx": docx_words, "txt": bytes.decode}
