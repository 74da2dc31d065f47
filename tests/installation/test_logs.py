"""A log line says where and what kind, and nothing else."""

import io
import logging

import pytest

from firsthand.site.logs import WithoutValues


@pytest.fixture
def heard():
    """What a logger says once the sieve has been through it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutValues())
    handler.setFormatter(logging.Formatter("{levelname} {name} {message}", style="{"))

    def listen(name: str) -> logging.Logger:
        logger = logging.Logger(name)  # noqa: LOG001 -- of its own, so that nothing else hears it
        logger.addHandler(handler)
        return logger

    listen.said = stream.getvalue
    return listen


def test_log_of_a_library_loses_values_written_into_the_sentence(heard):
    heard("gunicorn.error").warning("Invalid request from ip=192.0.2.7: /give/marigold")
    assert "192.0.2.7" not in heard.said()
    assert "marigold" not in heard.said()
    assert heard.said().startswith("WARNING gunicorn.error said at test_logs:")


def test_log_of_a_library_loses_arguments(heard):
    heard("django_tasks").info("Task id=%s path=%s", "marigold", "marigold")
    assert "marigold" not in heard.said()


def test_log_of_a_request_keeps_the_status_only(heard):
    heard("django.request").warning("Not Found: %s", "/give/marigold", extra={"status_code": 404})
    assert heard.said() == "WARNING django.request 404\n"


def test_log_of_an_exception_keeps_its_kind_and_place(heard):
    try:
        raise LookupError("marigold")  # noqa: TRY301
    except LookupError:
        heard("django.request").exception("at %s", "marigold", extra={"status_code": 500}, stack_info=True)
    assert heard.said().startswith("ERROR django.request 500 LookupError at tests.installation.test_logs:")
    assert heard.said().count("\n") == 1
    assert "marigold" not in heard.said()


def test_log_of_the_house_keeps_numbers_and_refs(heard):
    heard("firsthand.flows").warning("%s of %d, by %s", "T-7K3M9Q", 3, "marigold")
    assert heard.said() == "WARNING firsthand.flows T-7K3M9Q of 3, by …\n"


def test_log_of_the_house_says_what_and_where_it_failed(heard):
    try:
        raise LookupError("marigold")  # noqa: TRY301
    except LookupError:
        heard("firsthand.flows").exception("An edition could not be drawn.")
    assert heard.said().startswith("ERROR firsthand.flows An edition could not be drawn. (LookupError at tests.installation.test_logs:")
    assert "marigold" not in heard.said()


def test_every_handler_of_the_house_is_sieved(settings):
    assert all(handler["filters"] == ["without_values"] for handler in settings.LOGGING["handlers"].values())
