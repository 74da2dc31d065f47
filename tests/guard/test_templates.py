"""What every template, sheet and script of the house keeps: nothing inline, nothing from elsewhere, nothing too long."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "firsthand"
# The house's colours, and those of what also stands alone in the world: an edition's file, a text marked by origin.
HOLD_COLOURS = {"tokens.css", "edition.css", "authorship.css"}
TEMPLATES = sorted(SRC.glob("**/templates/**/*.html"))
SHEETS = sorted(SRC.glob("**/static/**/*.css"))
SCRIPTS = sorted(SRC.glob("**/static/**/*.js"))
LIMITS = {".html": 120, ".css": 150, ".js": 100}

INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
ELSEWHERE = re.compile(r"""(?:src|href|action|url\(|@import)\s*[=(]?\s*["']?(?:https?:)?//""", re.IGNORECASE)
# Left and right are the same thing in every script only for these words.
ONE_SIDED = re.compile(r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|^\s*(?:left|right):", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?=[;\s,)])|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


def named(path: Path) -> str:
    return str(path.relative_to(SRC))


def is_inline(attributes: str, content: str) -> bool:
    """Whether a script's tag holds what a browser would run. A block of data is not run."""
    return bool(content.strip()) and 'type="application/json"' not in attributes


def test_guard_sees_what_it_guards():
    assert len(TEMPLATES) > 30
    assert len(SHEETS) > 8


def test_guard_would_catch_each_kind():
    assert INLINE_STYLE.search('<p style="color: red">')
    assert HANDLER.search('<a href="/" onclick="go()">')
    assert is_inline("", "go()")
    assert not is_inline(' src="x.js"', "")
    assert ELSEWHERE.search('<img src="https://example.org/x.png">')
    assert ELSEWHERE.search("background: url(//example.org/x.png)")
    assert ONE_SIDED.search("  margin-left: 1rem;")


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_holds_no_style_and_no_script(path):
    text = path.read_text(encoding="utf-8")
    assert INLINE_STYLE.findall(text) == []
    assert HANDLER.findall(text) == []
    assert [content for attributes, content in SCRIPT.findall(text) if is_inline(attributes, content)] == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS, *SCRIPTS], ids=named)
def test_file_loads_nothing_from_elsewhere(path):
    assert ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS, *SCRIPTS], ids=named)
def test_file_is_short_enough_to_read(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LIMITS[path.suffix], f"{lines} lines"


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_sheet_knows_no_left_and_no_right(path):
    assert ONE_SIDED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [sheet for sheet in SHEETS if sheet.name not in HOLD_COLOURS], ids=named)
def test_sheet_takes_its_colours_from_the_tokens(path):
    assert COLOUR.findall(path.read_text(encoding="utf-8")) == []


# The pages of intake that load a script, and which: docs/decisions/0047-sealing-in-the-browser.md says what it may do. Every page has the
# one of its base, the way out.
SCRIPTS_OF_INTAKE = {
    "limits.html": "intake/begin.js",
    "tell.html": "intake/tell.js",
    "write.html": "intake/write.js",
    "files.html": "intake/files.js",
    "intake.html": "intake/leave.js",
    "wait.html": "intake/wait.js",
}
OWN_MODULE = r"<script type=\"module\" src=\"{%% static '%s' %%}\"></script>"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "intake" in path.parts or path.name == "intake.html"], ids=named)
def test_page_of_intake_runs_only_its_reviewed_script_and_keeps_its_harmless_title(path):
    text = path.read_text(encoding="utf-8")
    own = SCRIPTS_OF_INTAKE.get(path.name) if "intake" in path.parts or path.name == "intake.html" else None
    assert text.count("<script") == (1 if own else 0)
    assert own is None or re.search(OWN_MODULE % re.escape(own), text)
    assert "request.user" not in text
    assert "{% block page_title %}" not in text or path.name == "intake.html"
    assert "{% block scripts %}" not in text or own or path.name == "intake.html"


@pytest.mark.parametrize("path", [path for path in SCRIPTS if "intake" in path.parts and "vendor" not in path.parts], ids=named)
def test_script_of_intake_keeps_nothing_and_writes_no_markup(path):
    """Rule: docs/decisions/0047. Nothing is stored on the device, nothing is logged, and no answer becomes markup."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\b|serviceWorker|console\.", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", text)
    assert text.count("fetch(") == (1 if path.name in {"tell.js", "write.js", "files.js"} else 0)
