"""Small workbooks, built in code, as people make them in a spreadsheet."""

import io
import textwrap

from openpyxl import Workbook


def workbook(**sheets):
    """An .xlsx from sheets written as tables: a line for each row, a bar between cells."""
    made = Workbook()
    made.remove(made.active)
    for name, table in sheets.items():
        sheet = made.create_sheet(name)
        for line in textwrap.dedent(table).strip().splitlines():
            sheet.append([cell.strip() or None for cell in line.split("|")])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


SURVEY = """
type | name | label::English (en) | label::العربية (ar) | hint::English (en) | relevant | constraint | constraint_message::English (en) | required | calculation | appearance | choice_filter | repeat_count | parameters
start | started | | | | | | | | | | | |
note | welcome | Welcome | أهلا | | | | | | | | | |
text | town | Which town? | أي مدينة؟ | As people there call it | | | | yes | | | | |
select_one region | region | Region | منطقة | | | | | | | minimal | | |
select_one country or_other | country | Country | بلد | | | | | | | | | |
select_one place | place | Place | مكان | | | | | | | | region = ${region} | |
begin_group | you | About you | عنك | | ${town} != '' | | | | | field-list | | |
integer | years | Years of work | سنوات | | | . >= 0 and . < 80 | From 0 to 79 | | | | | |
select_multiple work | work | Where do you work? | أين تعمل؟ | | | count-selected(.) <= 2 | Two at most | | | | | |
end_group | | | | | | | | | | | | |
integer | many | How many colleagues? | كم | | | . <= 3 | | | | | | |
begin_repeat | colleague | Colleague | زميل | | | | | | | | | ${many} |
range | content | How content? | الرضا | | | | | | | | | | start=1;end=5;step=1
end_repeat | | | | | | | | | | | | |
calculate | mean | | | | | | | | sum(${content}) div ${many} | | | |
rank work | order | Put in order | رتب | | | | | | | | | |
acknowledge | agree | I agree | أوافق | | | | | | | | | |
"""  # noqa: E501 -- one line for each row
CHOICES = """
list_name | name | label::English (en) | label::العربية (ar) | region
region | north | North | شمال |
region | south | South | جنوب |
country | here | Here | هنا |
place | hill | Hill | تل | north
place | bay | Bay | خليج | south
work | street | Street | شارع |
work | indoors | Indoors | داخل |
work | online | Online | شبكة |
"""
SETTINGS = """
form_title | form_id | version | default_language | instance_name
Tools we use | tools | 3 | English (en) | concat(${town}, ' ', ${started})
"""


def tools(**changed):
    """A questionnaire about tools, invented, with most of what XLSForm has."""
    return workbook(**{"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, **changed})


def survey(*rows, header="type | name | label | calculation", **sheets):
    """A workbook of a few rows."""
    return workbook(survey="\n".join((header, *rows)), **sheets)
