"""Questionnaires: what is asked as a value, one evaluator for its rules, and pages that need no script.

`plan_questionnaire` understands a questionnaire or refuses it with every problem; `begin_filling` and `resume_filling` hold somebody's
answers; `pages_of`, `page_card`, `receive_page` and `answer_cards` lead a reader through; `check_answers` says what is wrong.
docs/explanation/questionnaires.md shows how they go together.
"""

from firsthand.core.questionnaire.cards import AnswerCard, ChoiceCard, FieldCard, PageCard, RepeatCard, Widget
from firsthand.core.questionnaire.checking import Fault, Finding, check_answer, check_answers
from firsthand.core.questionnaire.describing import Entry, Phrases, describe_questionnaire
from firsthand.core.questionnaire.editing import (
    CannotHoldItself,
    ItemMissing,
    add_item,
    change_item,
    item_at,
    move_item,
    put_list,
    remove_item,
    translate_choice,
    translate_item,
)
from firsthand.core.questionnaire.filling import Filling, begin_filling, resume_filling
from firsthand.core.questionnaire.kinds import TRAITS, Filled, Kind, Shape
from firsthand.core.questionnaire.model import (
    Choice,
    ChoiceList,
    Group,
    Item,
    Question,
    Questionnaire,
    Repeat,
    Table,
    walk_items,
)
from firsthand.core.questionnaire.paging import (
    Page,
    PageNotAsked,
    findings_of,
    page_after,
    page_at,
    page_before,
    page_of_path,
    pages_of,
    receive_page,
)
from firsthand.core.questionnaire.places import Setting
from firsthand.core.questionnaire.planning import Plan, plan_questionnaire
from firsthand.core.questionnaire.problems import Problem, QuestionnaireRefused
from firsthand.core.questionnaire.showing import answer_cards, page_card, shown_answer
from firsthand.core.questionnaire.standing import Answers, AnswersForeign, TooManyInstances
from firsthand.core.questionnaire.wording import NO_WORDS, Words, is_right_to_left, language_code

__all__ = [
    "NO_WORDS",
    "TRAITS",
    "AnswerCard",
    "Answers",
    "AnswersForeign",
    "CannotHoldItself",
    "Choice",
    "ChoiceCard",
    "ChoiceList",
    "Entry",
    "Fault",
    "FieldCard",
    "Filled",
    "Filling",
    "Finding",
    "Group",
    "Item",
    "ItemMissing",
    "Kind",
    "Page",
    "PageCard",
    "PageNotAsked",
    "Phrases",
    "Plan",
    "Problem",
    "Question",
    "Questionnaire",
    "QuestionnaireRefused",
    "Repeat",
    "RepeatCard",
    "Setting",
    "Shape",
    "Table",
    "TooManyInstances",
    "Widget",
    "Words",
    "add_item",
    "answer_cards",
    "begin_filling",
    "change_item",
    "check_answer",
    "check_answers",
    "describe_questionnaire",
    "findings_of",
    "is_right_to_left",
    "item_at",
    "language_code",
    "move_item",
    "page_after",
    "page_at",
    "page_before",
    "page_card",
    "page_of_path",
    "pages_of",
    "plan_questionnaire",
    "put_list",
    "receive_page",
    "remove_item",
    "resume_filling",
    "shown_answer",
    "translate_choice",
    "translate_item",
    "walk_items",
]
