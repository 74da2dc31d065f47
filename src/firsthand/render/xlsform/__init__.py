"""XLSForm and the XForm of ODK: workbooks in and out, the form that a device reads, and the answers that it sends.

pyxform reads workbooks and writes XForms; what a questionnaire is, our own model says (core.questionnaire).
"""

from firsthand.render.xlsform.instances import Instance, InstanceUnreadable, read_instance, write_instance
from firsthand.render.xlsform.manifests import ArrivedInTheClear, Manifest, is_manifest, read_manifest
from firsthand.render.xlsform.reading import ReadQuestionnaire, read_xlsform
from firsthand.render.xlsform.workbooks import WorkbookUnreadable
from firsthand.render.xlsform.writing import sheets_of, write_xlsform
from firsthand.render.xlsform.xforms import XFormRefused, write_xform

__all__ = [
    "ArrivedInTheClear",
    "Instance",
    "InstanceUnreadable",
    "Manifest",
    "ReadQuestionnaire",
    "WorkbookUnreadable",
    "XFormRefused",
    "is_manifest",
    "read_instance",
    "read_manifest",
    "read_xlsform",
    "sheets_of",
    "write_instance",
    "write_xform",
    "write_xlsform",
]
