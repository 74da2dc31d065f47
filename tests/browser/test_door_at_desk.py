"""What a door needs at the desk: services, texts, warnings and what stands apart, in a real browser, both ways, without a barrier."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firsthand.core.consent import Use
from firsthand.evidence.actions import release_alert, set_apart
from firsthand.intake.jurisdictions import write_limits
from firsthand.intake.models import Service
from tests.slices.evidence_stage import Stage

pytestmark = pytest.mark.browser

WARN = frozenset({Use.STORE, Use.PEER_ALERT})


@pytest.fixture
def stage(transactional_db):
    from tests.cast import Cast

    now = timezone.now()
    stage = Stage(Cast(), now)
    warned, _waiting, apart = (stage.give(uses=WARN) for _ in range(3))
    until = now.date() + timedelta(days=30)
    release_alert(testimony_ref=warned, words="Mind grey cars near the bridges.", country="KE", until=until, by=stage.cast.teal, now=now)
    set_apart(testimony_ref=apart, by=stage.cast.teal, now=now)
    said = {"jurisdiction": "KE", "language": "en", "text": "A child in danger must be reported."}
    write_limits(organisation_id=stage.cast.alder.pk, by=stage.cast.wren, now=now, **said)
    Service.objects.update(checked_on=None)
    return stage


@pytest.mark.parametrize(("width", "language", "dark"), [(360, "en", False), (1280, "en", True), (360, "ar", False)])
def test_no_page_has_a_barrier_or_is_wider_than_the_screen(page_at, stage, photograph, axe, width, language, dark):
    page = page_at(width, by=stage.cast.wren, language=language, dark=dark)
    pages = {
        "services": "intake/services/",
        "service": "intake/services/new/",
        "limits": "intake/limits/",
        "alerts": "evidence/alerts/",
        "apart": "evidence/?state=apart",
    }
    for name, path in pages.items():
        page.goto(f"/desk/{path}")
        photograph(page, f"door-desk-{width}-{language}-{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_what_stands_apart_is_released_without_scripts(page_at, stage):
    page = page_at(360, by=stage.cast.wren, scripts=False)
    page.goto("/desk/evidence/?state=apart")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Release those ticked").click()
    assert page.get_by_text("1 is released.").is_visible()
    assert page.get_by_text("Nothing stands apart.").is_visible()


def test_service_is_tried_without_scripts(page_at, stage):
    page = page_at(360, by=stage.cast.wren, scripts=False)
    page.goto("/desk/intake/services/")
    assert page.get_by_text("never tried").first.is_visible()
    page.get_by_role("button", name="I tried it today").first.click()
    assert page.get_by_text("Written down: it was tried today.").is_visible()
