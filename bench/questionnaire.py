"""What a questionnaire costs: `python bench/questionnaire.py`.

Invented: 250 questions of six kinds on one-question pages, 60 of them with a relevance, 20 calculations, 40 constraints. Measured, in
milliseconds of this process: understanding it once; a page (answers so far put in, the page received, the next one shown); a submission
(its XML read, every rule worked out, every answer checked). Beside them, the same rules by elementpath, where it is installed.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from firsthand.core.questionnaire import (
    Choice,
    ChoiceList,
    Kind,
    Question,
    Questionnaire,
    Setting,
    Words,
    begin_filling,
    check_answers,
    page_after,
    page_card,
    pages_of,
    plan_questionnaire,
    receive_page,
    resume_filling,
)
from firsthand.render.xlsform import read_instance, write_instance, write_xlsform

QUESTIONS, RELEVANCES, CALCULATIONS = 250, 60, 20
KINDS = (Kind.INTEGER, Kind.TEXT, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.DATE, Kind.DECIMAL)
VALUES = {
    Kind.INTEGER: "7",
    Kind.TEXT: "in a few words",
    Kind.SELECT_ONE: "a3",
    Kind.SELECT_MULTIPLE: "a1 a4",
    Kind.DATE: "2026-03-31",
    Kind.DECIMAL: "2.5",
}
RULES = ("${{q{0}}} > 3 and ${{q{1}}} != ''", "selected(${{q{2}}}, 'a3') or string-length(${{q{1}}}) > 2", "not(${{q{0}}} = 9)")


def questions() -> list[Question]:
    made = []
    for number in range(QUESTIONS):
        kind = KINDS[number % 6]
        block = number - number % 6 - 6  # what was asked six questions ago
        has_rule = number >= 6 and number % 4 == 1 and number < 6 + RELEVANCES * 4
        made.append(
            Question(
                kind=kind,
                name=f"q{number}",
                label=Words.of({"English (en)": f"Question {number}?", "Español (es)": f"¿Pregunta {number}?"}),
                relevant=RULES[number % 3].format(block, block + 1, block + 2) if has_rule else "",
                constraint=". >= 0 and . < 1000" if kind is Kind.INTEGER else "",
                required="true()" if number % 2 else "",
                choices="answers" if "select" in kind.value else "",
            )
        )
    sums = ("${{q{0}}} + ${{q{1}}}", "if(${{q{0}}} > 3, concat(${{q{2}}}, '!'), '')", "round(${{q{1}}} * 1.18, 2)")
    for number in range(CALCULATIONS):
        at = number * 12
        made.append(Question(kind=Kind.CALCULATE, name=f"c{number}", calculation=sums[number % 3].format(at, at + 5, at + 1)))
    return made


def questionnaire() -> Questionnaire:
    answers = tuple(Choice(name=f"a{number}", label=Words.of(f"Answer {number}")) for number in range(8))
    return Questionnaire(
        form_id="bench",
        title="Bench",
        items=tuple(questions()),
        lists=(ChoiceList(name="answers", choices=answers),),
        languages=("English (en)", "Español (es)"),
        default_language="English (en)",
    )


def milliseconds(work: Callable[[], object], times: int) -> float:
    """CPU of one run, the best of three rounds: other work on the machine can only add to it."""
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - started) / times * 1000)
    return min(rounds)


def by_elementpath(answers: dict[str, str], expressions: list[str]) -> Callable[[], object] | None:
    if importlib.util.find_spec("elementpath") is None:
        return None
    from elementpath import XPathContext
    from elementpath.xpath1 import XPath1Parser

    root = ET.Element("data")
    for name, value in answers.items():
        ET.SubElement(root, name).text = value
    plain = [text.replace("${", "/data/").replace("}", "") for text in expressions if "selected" not in text and "if(" not in text]
    tokens = [XPath1Parser().parse(text.replace("round(", "(").replace(", 2)", ")")) for text in plain]
    print(f"  (elementpath knows {len(tokens)} of the {len(expressions)} rules)")
    return lambda: [token.evaluate(XPathContext(root)) for token in tokens]


def main() -> None:
    asked = questionnaire()
    plan = plan_questionnaire(asked)
    setting = Setting(now=datetime(2026, 3, 31, tzinfo=UTC), chance=lambda: 0.5, language="Español (es)")
    filling = begin_filling(plan, setting)
    filling.change({question.name: VALUES[question.kind] for question in questions() if question.kind in VALUES})
    draft, answers = filling.everything(), filling.answers()
    assert check_answers(filling) == ()
    xml = write_instance(plan, answers, instance_id="uuid:bench")
    keys = [page.key for page in pages_of(filling)]

    def page() -> object:
        found = resume_filling(plan, draft, setting)
        receive_page(found, keys[120], {keys[120]: ["7"]})
        following = page_after(found, keys[120])
        return page_card(found, following) if following else None

    def submission() -> object:
        return check_answers(resume_filling(plan, read_instance(plan, xml).answers, setting, is_received=True))

    print(f"questionnaire: {len(keys)} pages, {len(plan.units)} rules, {len(xml)} bytes a submission")
    print(f"on {platform.processor() or platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    rules = [unit.place.item.relevant or unit.place.item.calculation for unit in plan.units]
    measures: list[tuple[str, Callable[[], object] | None, int]] = [
        ("understand it (once for a version)", lambda: plan_questionnaire(asked), 10),
        ("write it as a workbook", lambda: write_xlsform(asked), 3),
        ("a page: put in, receive, show the next", page, 100),
        ("a submission: read, work out, check", submission, 100),
        ("of it, reading the XML", lambda: read_instance(plan, xml), 100),
        ("of it, working out every rule", filling.settle_all, 100),
        ("of it, checking every answer", lambda: check_answers(filling), 100),
        ("one change on a page", lambda: (filling.change({"q0": "8"}), filling.change({"q0": "7"})), 100),
        ("the rules by elementpath", by_elementpath({key: str(value) for key, value in answers.items()}, rules), 10),
    ]
    for name, work, times in measures:
        print(f"  {name:<42} {milliseconds(work, times):8.2f} ms" if work else f"  {name:<42} not installed")


if __name__ == "__main__":
    main()
