"""Rules of the house that neither the linters nor the import contracts can see."""

import ast
import re
import subprocess
import sys

from tests.guard.reference import ROOT, every_module

HOUSE = ROOT / "src" / "firsthand"

# The files that may look at a hidden value, and why each must.
MAY_REVEAL = {
    "core/hidden.py": "defines it",
    "foundation/vault/passphrases.py": "stretches a passphrase",
    "foundation/vault/sealing.py": "hands a key to the cipher",
    "foundation/vault/opening.py": "hands a key to the cipher",
    "foundation/vault/streams.py": "hands a key to the cipher",
    "foundation/vault/files.py": "seals a file's description",
    "foundation/vault/resuming.py": "seals what is remembered of a file on its way",
    "foundation/vault/opened_files.py": "reads an opened description",
    "foundation/vault/bundles.py": "reads what an opened bundle holds, and seals its list",
    "foundation/vault/unsealing.py": "hands a key to the cipher",
    "foundation/vault/odk.py": "hands the private key of a form to the cipher",
    "foundation/vault/unlocking.py": "seals the unlocked key into the session",
    "foundation/vault/words.py": "brings a recovery code into the form in which it is stretched",
    "foundation/vault/shares.py": "hands a secret and its shares to the library that splits and combines them",
    "foundation/people/actions/people.py": "gives a password to be hashed",
    "foundation/people/views/persons.py": "shows a first passphrase once",
    "site/commands/people.py": "prints a first passphrase once",
    "site/commands/vault_bundles.py": "takes the ending of an opened file's name",
    "site/commands/vault_keys.py": "prints a recovery code once",
    "intake/receipts.py": "hashes a receipt and turns it into words",
    "intake/views/giving.py": "shows a receipt once, to whom it belongs",
    "intake/views/sealed.py": "shows a receipt once, to whom it belongs, where the browser sealed",
    "intake/views/receipts.py": "carries a receipt through the page of whoever typed it",
    "intake/views/attachments.py": "carries a receipt through the page of whoever typed it",
    "intake/attachments.py": "hashes a file's hash again, under a key of the receipt",
    "evidence/actions/files.py": "hands an opened file to whoever unlocked",
    "evidence/views/files.py": "sends an opened file under its name to whoever unlocked",
    "intake/said.py": "reads an opened message",
    "evidence/actions/messages.py": "seals a letter that was typed",
    "intake/views/with_receipt.py": "carries a receipt through the page of whoever typed it",
    "evidence/opened.py": "reads an opened testimony",
    "evidence/views/own_key.py": "shows a recovery code once, to whose it is",
    "evidence/views/consent.py": "shows a receipt once, to the giver who is here",
    "evidence/marked.py": "finds marks in an opened testimony",
    "evidence/actions/highlights.py": "takes the words that are marked from an opened testimony",
    "evidence/actions/opening.py": "reads an opened quote",
    "evidence/views/quotes.py": "shows an opened quote to whoever unlocked",
    "evidence/actions/quotes.py": "clears an anonymised quote into print",
    "flows/demo/printing.py": "checks invented words in an invented edition",
    "flows/demo/leaving.py": "writes down the receipt and passphrases of an invented network",
    "flows/demo/voices.py": "checks that an invented testimony opens as it was given",
}


def tracked():
    """Every file that git knows, with its text; files that are not text are left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_hidden_values_are_looked_at_in_a_few_files_only():
    """Rule: `Hidden.reveal()` stands in the listed files only."""
    revealing = {str(path.relative_to(HOUSE)) for path in HOUSE.rglob("*.py") if ".reveal()" in path.read_text(encoding="utf-8")}
    assert revealing - set(MAY_REVEAL) == set()


def test_core_runs_without_the_framework():
    """Rule: importing all of core loads no framework, no database, no sealing library and no renderer."""
    names = [name for name in every_module() if name.startswith("firsthand.core")]
    assert len(names) > 10
    packages = "{name.partition('.')[0] for name in sys.modules}"
    code = f"import importlib, sys; [importlib.import_module(name) for name in {names!r}]; print(*sorted({packages}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT / "src").stdout.split()
    assert "firsthand" in loaded
    assert set(loaded) & {"django", "allauth", "psycopg", "sqlite3", "nacl", "cryptography", "docx", "typst", "pypandoc", "click"} == set()


def test_no_file_names_a_machine_or_a_registry():
    """Rule: what is tracked can be built anywhere: no path of somebody's machine, no address of a package index."""
    machine = re.compile(r"(?<![\w.])/(?:work|root|home)/(?!item)")  # a list in an expression of ODK is read at /root/item
    registry = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)|(?<!no-emit)-index-url\b")
    found = [
        f"{name}: {match.group()}"
        for name, text in tracked()
        if name != "tests/guard/test_house.py"
        for match in (machine.search(text), registry.search(text))
        if match
    ]
    assert found == []


def test_pins_have_hashes():
    """Rule: every dependency is pinned to one version and held against a hash."""
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8"))
        pins = [pin for pin in pins if not pin.startswith("#")]
        assert pins
        assert [pin.split(" ")[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_no_drawer_for_odds_and_ends():
    """Rule: a module is named by what it is about."""
    drawers = {"utils", "util", "helpers", "common", "misc", "base", "services", "tools"}
    assert [str(path) for path in HOUSE.rglob("*.py") if drawers & {path.stem, path.parent.name}] == []


def test_actions_are_called_by_name_and_know_no_request():
    """Rule: who acts and when are told to an action by keyword; no action takes a request or asks the clock."""
    wrong = []
    for path in [*HOUSE.rglob("actions.py"), *HOUSE.rglob("actions/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                placed = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
                named = {argument.arg for argument in node.args.kwonlyargs}
                if "request" in {*placed, *named} or {"by", "now"} & set(placed):
                    wrong.append(f"{path.relative_to(HOUSE)}:{node.name}")
        wrong += [
            f"{path.relative_to(HOUSE)}:{node.lineno} asks the clock"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"now", "today", "utcnow"}
            and isinstance(node.value, ast.Name)
            and node.value.id in {"timezone", "datetime", "date"}
        ]
    assert wrong == []


def test_nothing_is_hidden_from_the_order_of_the_house():
    """Rule: there is one way to import; no import stands in a block that only the type checker sees."""
    word = "TYPE_" + "CHECKING"
    assert [name for name, text in tracked() if name.endswith(".py") and word in text] == []


def test_run_lists_exactly_the_tasks_it_has():
    """Rule: `./run` is the documentation of every task: each line of help stands over the function of that name, in any POSIX shell."""
    text = (ROOT / "run").read_text(encoding="utf-8")
    told = re.findall(r"^#: (\w+) .*\n(\w+)\(\) \{", text, re.MULTILINE)
    assert len(told) == text.count("\n#: ") > 8
    assert [pair for pair in told if pair[0] != pair[1]] == []
    listed = subprocess.run(["sh", "./run"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert [name for name, _ in told if f"\n  {name} " not in listed] == []
    refused = subprocess.run(["sh", "./run", "dance"], cwd=ROOT, capture_output=True, check=False, text=True)
    assert (refused.returncode, refused.stderr) == (1, 'run: there is no task "dance"; ./run lists them\n')
