"""From the tree to bytes. Pandoc runs as a program of its own, reads its input from us and nothing from disk or network."""

from __future__ import annotations

import json
import subprocess

import pypandoc

from firsthand.core.manuscript import ResolvedManuscript
from firsthand.core.refusal import Fault
from firsthand.render.docx.document import pandoc_tree
from firsthand.render.docx.dressing import finish
from firsthand.render.matter import matter_of

_LONGEST = 120  # seconds
_SURROUNDINGS = {"SOURCE_DATE_EPOCH": "0", "LC_ALL": "C.UTF-8", "HOME": "/"}


class DocxNotMade(Fault):
    """Pandoc could not write this edition. What it said may quote the text, so it is chained and not said."""


def render_docx(resolved: ResolvedManuscript) -> bytes:
    """The edition for a word processor: the same manuscript gives the same bytes.

    Raises:
        DocxNotMade: pandoc failed or took too long.
    """
    matter = matter_of(resolved)
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=json", "--to=docx", "--output=-"]
    try:
        made = subprocess.run(  # noqa: S603 -- a fixed program with fixed arguments
            command, input=json.dumps(pandoc_tree(matter)).encode(), capture_output=True, check=True, timeout=_LONGEST, env=_SURROUNDINGS
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise DocxNotMade("pandoc could not write this edition") from error
    return finish(made.stdout, matter)
