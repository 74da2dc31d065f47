"""Names and folders of backups."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

_form = "%Y%m%dT%H%M%SZ"


def stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_form)


def moment_of(path: Path) -> datetime:
    """When this backup was made, as its name says."""
    return datetime.strptime(path.stem.partition("-")[2], _form).replace(tzinfo=UTC)


def private(folder: Path) -> Path:
    """A folder for its owner only, made if it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def copy_missing(source: Path, target: Path, *, is_mirror: bool) -> None:
    """Copy the files of a flat folder that the other has not; a mirror also loses what the source lost."""
    private(target)
    names = {path.name for path in source.iterdir() if path.suffix != ".part"} if source.is_dir() else set()
    for name in names - {path.name for path in target.iterdir()}:
        part = target / f"{name}.part"
        shutil.copy2(source / name, part)
        part.replace(target / name)
    if is_mirror:
        for path in target.iterdir():
            if path.name not in names:
                path.unlink()
