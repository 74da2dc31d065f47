"""Reading an expression: words, then a tree by descent, one function for each strength of binding (XPath 1.0, section 3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.core.questionnaire.expressions.tree import Binary, Call, Literal, Named, Negative, Number, Path, Step, Tree

MOST_CHARACTERS = 20_000
MOST_DEPTH = 30  # brackets within brackets; more is an attack, not a question

_straight = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})  # spreadsheets make quotes curly
_name = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_words = re.compile(
    rf"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<literal>"[^"]*"|'[^']*')
  | \$\{{(?P<named>[^}}]*)\}}
  | (?P<sign>!=|<=|>=|//|::|\.\.|[=<>+\-*|/()\[\],.@])
  | (?P<name>{_name})
  )""",
    re.VERBOSE,
)
_after_operand = {"or", "and", "div", "mod"}


class Unreadable(Exception):  # noqa: N818 -- turned into a refusal where the sheet and row are known
    """The expression is not one; `str()` says why, in a sentence for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Word:
    kind: str  # number literal named sign name operator end
    text: str


def read_expression(text: str) -> Tree:
    """The tree of an expression as it stands in a cell.

    Raises:
        Unreadable: with a sentence that tells what is wrong and near what.

    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("The expression is longer than 20,000 characters.")
    reader = _Reader(_split(text.translate(_straight)))
    tree = reader.either()
    if reader.word.kind != "end":
        raise Unreadable(f"The expression should end before “{reader.word.text}”.")
    return tree


def _split(text: str) -> list[Word]:
    words: list[Word] = []
    place, text = 0, text.rstrip()
    while place < len(text):
        found = _words.match(text, place)
        if found is None or found.lastgroup is None:
            raise Unreadable(f"“{text[place : place + 12].strip()}” cannot be read.")
        words.append(_classified(found.lastgroup, found[found.lastgroup], words))
        place = found.end()
    words.append(Word("end", "the end"))
    return words


def _classified(kind: str, text: str, before: list[Word]) -> Word:
    """XPath 1.0, 3.7: after an operand, `*` and the four names are operators; anywhere else they are names."""
    follows_operand = bool(before) and (
        before[-1].kind in {"number", "literal", "named", "name"} or before[-1].text in {")", "]", ".", ".."}
    )
    if follows_operand and (text == "*" or (kind == "name" and text in _after_operand)):
        return Word("operator", text)
    if kind == "sign" and text in {"=", "!=", "<", "<=", ">", ">=", "+", "-", "|"}:
        return Word("operator", text)
    return Word(kind, text.strip() if kind == "named" else text)


class _Reader:
    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._place = 0
        self._depth = 0
        self.word = words[0]

    def take(self) -> Word:
        taken = self.word
        self._place += 1
        self.word = self._words[min(self._place, len(self._words) - 1)]
        return taken

    def expect(self, text: str) -> None:
        if self.word.kind in {"end", "literal", "named"} or self.word.text != text:
            raise Unreadable(f"“{text}” is missing before “{self.word.text}”.")
        self.take()

    def is_sign(self, text: str) -> bool:
        return self.word.kind == "sign" and self.word.text == text

    def either(self) -> Tree:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unreadable("There are too many brackets within brackets.")
        tree = self._chain({"or"}, self._both)
        self._depth -= 1
        return tree

    def _both(self) -> Tree:
        return self._chain({"and"}, self._same)

    def _same(self) -> Tree:
        return self._chain({"=", "!="}, self._ordered)

    def _ordered(self) -> Tree:
        return self._chain({"<", "<=", ">", ">="}, self._sum)

    def _sum(self) -> Tree:
        return self._chain({"+", "-"}, self._product)

    def _product(self) -> Tree:
        return self._chain({"*", "div", "mod"}, self._negative)

    def _negative(self) -> Tree:
        signs = 0
        while self.word == Word("operator", "-"):
            self.take()
            signs += 1
        tree = self._chain({"|"}, self._path)
        return tree if signs == 0 else Negative(tree) if signs % 2 else Negative(Negative(tree))

    def _chain(self, operators: set[str], operand: Callable[[], Tree]) -> Tree:
        tree = operand()
        while self.word.kind == "operator" and self.word.text in operators:
            operator = self.take().text
            tree = Binary(operator, tree, operand())
        return tree

    def _path(self) -> Tree:
        start = self._start()
        if start is None and not self.is_sign("/"):
            return Path(None, is_absolute=False, steps=self._steps())
        if start is None:
            self.take()
            at_end = self.word.kind not in {"name", "sign"} or self.word.text in {")", "]", ","}
            return Path(None, is_absolute=True, steps=() if at_end else self._steps())
        predicates = self._predicates()
        steps: tuple[Step, ...] = (Step(".", predicates),) if predicates else ()
        if self.is_sign("/"):
            self.take()
            steps += self._steps()
        return Path(start, is_absolute=False, steps=steps) if steps else start

    def _start(self) -> Tree | None:
        word = self.word
        following = self._words[min(self._place + 1, len(self._words) - 1)]
        match word.kind:
            case "number":
                self.take()
                return Number(float(word.text))
            case "literal":
                self.take()
                return Literal(word.text[1:-1])
            case "named":
                self.take()
                return Named(word.text)
            case "name" if following == Word("sign", "("):
                return self._call()
            case "sign" if word.text == "(":
                self.take()
                tree = self.either()
                self.expect(")")
                return tree
            case _:
                return None

    def _call(self) -> Tree:
        name = self.take().text
        self.take()
        arguments: list[Tree] = []
        while not self.is_sign(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.either())
        self.take()
        return Call(name, tuple(arguments))

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self.is_sign("/"):
            self.take()
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        word = self.take()
        if word.kind == "name" and self.is_sign("::"):
            self.take()
            axis = word.text
            word = self.take()
            if axis != "child" or word.kind != "name":
                raise Unreadable(f"The axis “{axis}” is not one that ODK knows.")
        if word.kind == "end":
            raise Unreadable("The expression ends too early.")
        if word.text in {"//", "@"} and word.kind == "sign":
            raise Unreadable(f"“{word.text}” is not a path that ODK knows.")
        if word.kind != "name" and not (word.kind == "sign" and word.text in {"*", ".", ".."}):
            raise Unreadable(f"“{word.text}” stands where a name or a value should be.")
        return Step(word.text, self._predicates())

    def _predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.is_sign("["):
            self.take()
            found.append(self.either())
            self.expect("]")
        return tuple(found)
