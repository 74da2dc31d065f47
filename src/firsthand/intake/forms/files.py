"""A piece of a file as a script sends it."""

from __future__ import annotations

from django import forms

from firsthand.core.hidden import Hidden
from firsthand.intake.attachments import Piece
from firsthand.intake.uploading import LONGEST_NAME

LARGEST_SAID = 1 << 40  # more is no file; whether it is one that we take is said by who takes it


class PieceForm(forms.Form):
    """Without a piece it asks how much of the file is there."""

    name = forms.CharField(max_length=1000, required=False)
    type = forms.CharField(max_length=100, required=False)
    stamp = forms.CharField(max_length=40, required=False)
    size = forms.IntegerField(min_value=1, max_value=LARGEST_SAID)
    at = forms.IntegerField(min_value=0, max_value=LARGEST_SAID, required=False)
    piece = forms.FileField(required=False, allow_empty_file=True)

    def sent(self) -> Piece:
        said, sent = self.cleaned_data, self.cleaned_data["piece"]
        return Piece(
            name=Hidden(said["name"][-LONGEST_NAME:]), media_type=Hidden(said["type"]), size=said["size"], stamp=said["stamp"],
            at=said["at"] or 0, content=sent.read() if sent else b"",
        )  # fmt: skip
