"""Files on their way in. Each is sealed as it arrives, chunk by chunk; neither memory nor a temporary file ever holds one.

Give the handler to a request before anything reads its body, and leave the block with every file kept or gone:

    with sealing_uploads(request) as handler:
        ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils import timezone

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, Refusal
from firsthand.foundation.vault.files import FileWriter, Written, discard

LONGEST_NAME = 200


class SealedUpload(UploadedFile):
    """Stands in the form's files for a file that lies sealed on the disk. There is nothing to read in it."""

    def __init__(self, *, field_name: str, written: Written) -> None:
        super().__init__(file=None, name="file", content_type="", size=written.length, charset="")
        self.field_name, self.written = field_name, written

    def close(self) -> None:
        """Nothing is open."""


class SealingHandler(FileUploadHandler):
    """Seals what a form sends. A refusal stops the form and waits in `refused`, because a parser is no place to answer from."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: Refusal | Fault | None = None
        self._writer: FileWriter | None = None
        self._waiting: list[Written] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        with self._stopping():
            self._writer = FileWriter()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 -- Django's
        with self._stopping():
            self._open_writer().write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:  # noqa: ARG002 -- Django's
        name, media_type = Hidden((self.file_name or "")[-LONGEST_NAME:]), Hidden((self.content_type or "")[:100])
        with self._stopping():
            written = self._open_writer().finish(name=name, media_type=media_type, day=timezone.now())
        self._writer = None
        self._waiting.append(written)
        return SealedUpload(field_name=self.field_name or "", written=written)

    def upload_interrupted(self) -> None:
        self.let_go()

    def keep(self, written: Written) -> None:
        """This one counts now: it stays when the rest is let go."""
        self._waiting.remove(written)

    def let_go(self) -> None:
        """Whatever was not kept is deleted."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        while self._waiting:
            discard(self._waiting.pop())

    def _open_writer(self) -> FileWriter:
        if self._writer is None:
            raise StopUpload(connection_reset=True)
        return self._writer

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        try:
            yield
        except (Refusal, Fault) as refused:
            self.refused = refused
            self.let_go()
            raise StopUpload(connection_reset=False) from refused


@contextmanager
def sealing_uploads(request: HttpRequest) -> Iterator[SealingHandler]:
    """Seal every file of this request; what was not kept when the block is left, however it is left, is deleted."""
    handler = SealingHandler(request)
    request.upload_handlers = [handler]
    try:
        yield handler
    finally:
        handler.let_go()
