"""The form that ODK Collect reads: an XForm, written by pyxform from our own rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from firsthand.core.questionnaire import Questionnaire
from firsthand.core.refusal import NotValid
from firsthand.render.xlsform.writing import columns_of_sheets, sheets_of


class XFormRefused(NotValid):
    code = "xform-refused"
    sentence = "A device could not read this questionnaire: {reason}"


def write_xform(questionnaire: Questionnaire, *, public_key: str = "") -> bytes:
    """The XForm as UTF-8. With `public_key` (base64 of its DER), devices encrypt what they send.

    Raises:
        XFormRefused: pyxform, or the schema of ODK, does not take it.

    """
    keyed = replace(questionnaire, public_key=public_key or questionnaire.public_key)
    try:
        written = convert(xlsform=_workbook(keyed), form_name=keyed.root, validate=False)
    except PyXFormError as failure:
        raise XFormRefused(reason=" ".join(str(failure).split())[:300]) from failure
    except (
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        ValueError,
    ) as failure:  # pyxform stumbles over columns of a shape it does not expect
        raise XFormRefused(reason="a column has more parts, or fewer, than it should.") from failure
    return str(written.xform).encode()


def _workbook(questionnaire: Questionnaire) -> dict[str, list[dict[str, Any]]]:
    """Rows and headers as pyxform takes them; it works out columns from the first row where no header is given, and then fails."""
    sheets = sheets_of(questionnaire)
    columns = columns_of_sheets(questionnaire, sheets)
    rows = {name: [{column: row[column] for column in columns[name] if column in row} for row in found] for name, found in sheets.items()}
    return {**rows, **{f"{name}_header": [dict.fromkeys(found)] for name, found in columns.items()}}
