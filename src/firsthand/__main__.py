"""`python -m firsthand`: the console command."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.site.settings")


def main() -> None:
    """Run the command line."""
    from firsthand.site.commands import firsthand  # noqa: PLC0415 -- settings must be named before Django is imported

    firsthand()


if __name__ == "__main__":
    main()
