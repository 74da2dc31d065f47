"""The manual says what the code says."""

import re

import pytest

from firsthand.core.refusal import Refusal
from tests.guard.reference import MADE, PAGES, ROOT, every_command, every_refusal


@pytest.mark.parametrize("name", MADE)
def test_page_made_from_the_code_is_fresh(name):
    """Rule: every command and every refusal stands in docs/reference as it is in the code."""
    assert (PAGES / name).read_text(encoding="utf-8") == MADE[name](), f"docs/reference/{name} is stale: ./run docs"


def test_every_command_says_what_it_does():
    """Rule: a command and each of its options has help."""
    silent = []
    for words, command in every_command():
        if not command.help or len(command.help) < 20:
            silent.append(words)
        silent += [
            f"{words} {option.opts[0]}"
            for option in command.params
            if option.param_type_name == "option" and not option.hidden and not option.help
        ]
    assert silent == []


def test_every_refusal_has_a_code_of_its_own():
    """Rule: a code names one refusal, so that a page, a log line or a client can rely on it."""
    by_code = {}
    for cls in every_refusal():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", cls.code), cls
        if "code" in vars(cls):
            by_code.setdefault(cls.code, []).append(f"{cls.__module__}.{cls.__qualname__}")
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}
    kinds = {kind.code for kind in Refusal.__subclasses__()}
    assert [cls.__qualname__ for cls in every_refusal() if cls.code in kinds] == []


def test_every_setting_is_documented_and_every_documented_setting_exists():
    """Rule: what settings.py reads from the environment is exactly what docs/reference/settings.md explains."""
    source = (ROOT / "src/firsthand/site/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z0-9_]+)\"", source))
    told = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (PAGES / "settings.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert read == told
    assert "DATABASE_URL" in read


def test_settings_are_read_in_one_place():
    """Rule: no module but settings.py reads the environment; what starts a process may set it for that process."""
    allowed = {"site/settings.py", "site/wsgi.py", "site/commands/server.py", "site/commands/demo.py", "__main__.py"}
    house = ROOT / "src" / "firsthand"
    reading = {
        str(path.relative_to(house)) for path in house.rglob("*.py") if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert reading <= allowed


def test_links_in_the_manual_lead_somewhere():
    """Rule: a link from one page to another file of this repository finds it (pictures: once there are any)."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 10
    broken = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            found = (page.parent / target).resolve()
            if not found.exists() and not (found.parent.name == "pictures" and not found.parent.exists()):
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_files_that_keep_a_property_exist():
    """Rule: SECURITY.md names, for each property, the files that keep it; a file that moved is renamed there."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?)`", text))
    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / "src/firsthand" / name).exists() and not (ROOT / name).exists()] == []


def test_decision_records_are_short_numbered_and_listed():
    """Rule: docs/decisions/NNNN-title.md has at most 60 lines, says what was rejected, and stands in the index."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    numbers = [path.name[:4] for path in records]
    assert len(records) > 10
    assert len(set(numbers)) == len(numbers)
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name), path.name
        assert len(text.splitlines()) <= 60, path.name
        assert re.search(r"[Rr]ejected", text), f"{path.name} does not say what was rejected"
        assert f"({path.name})" in index, f"{path.name} is not in docs/decisions/README.md"


def test_every_dependency_has_a_record():
    """Rule: what is in requirements/*.in stands in a decision record, with what was rejected for it."""
    told = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")).lower()
    lines = [line for path in (ROOT / "requirements").glob("*.in") for line in path.read_text(encoding="utf-8").splitlines()]
    names = {re.split(r"[\[~>=<]", line)[0] for line in lines if line and not line.startswith("-")}
    assert len(names) > 20
    assert [name for name in sorted(names) if name not in told] == []
