"""Run in an installation of its own: founds an evidence team and prints the code of an open door."""

import django

django.setup()

from django.utils import timezone  # noqa: E402

from tests.cast import Cast  # noqa: E402
from tests.slices.evidence_stage import Stage  # noqa: E402

print(Stage(cast=Cast(), now=timezone.now()).alder_door.code)  # noqa: T201
