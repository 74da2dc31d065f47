"""Small things can be read by whoever comes next. The five longest of each kind are printed; over the hard stop the test fails."""

import ast

import pytest

from tests.guard.reference import ROOT

MIGRATIONS, VENDORED = "migrations", "vendor"


def files(*patterns):
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return [path for path in found if MIGRATIONS not in path.parts and VENDORED not in path.parts]


def lines_of(paths):
    return {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def functions():
    for path in files("src/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", node


def longest_functions():
    return {name: node.end_lineno - node.lineno + 1 for name, node in functions()}


def most_arguments():
    return {name: len(node.args.posonlyargs) + len(node.args.args) + len(node.args.kwonlyargs) for name, node in functions()}


@pytest.mark.parametrize(
    ("kind", "measure", "hard_stop"),
    [
        ("Python files", lambda: lines_of(files("src/**/*.py", "tests/**/*.py", "bench/*.py")), 400),
        ("functions", longest_functions, 60),
        ("arguments", most_arguments, 9),
        ("templates", lambda: lines_of(files("src/**/templates/**/*.html")), 120),
        ("style sheets", lambda: lines_of(files("src/**/static/**/*.css")), 150),
        ("scripts", lambda: lines_of(files("src/**/static/**/*.js")), 100),
    ],
)
def test_size_stays_under_the_hard_stop(kind, measure, hard_stop, capsys):
    """Rule: docs/explanation/house.md, "Sizes"."""
    measured = sorted(measure().items(), key=lambda found: -found[1])
    assert measured or kind == "scripts"
    with capsys.disabled():
        longest = ", ".join(f"{name.removeprefix('src/firsthand/')} {size}" for name, size in measured[:5])
        print(f"\n  longest {kind} (hard stop {hard_stop}): {longest}", end="")  # noqa: T201 -- the guard's own report
    assert {name: size for name, size in measured if size > hard_stop} == {}
