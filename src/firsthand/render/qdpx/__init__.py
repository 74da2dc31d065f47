"""Coded texts for other programs of qualitative research: REFI-QDA project exchange (qdasoftware.org, version 1.0 of 18 March 2019)."""

from firsthand.render.qdpx.project import CodedText, CodeGroup, Coder, Marked, Project, QdaCode
from firsthand.render.qdpx.writing import write_qdpx

__all__ = ["CodeGroup", "CodedText", "Coder", "Marked", "Project", "QdaCode", "write_qdpx"]
