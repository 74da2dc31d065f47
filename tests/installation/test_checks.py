"""What an installation must not be, each said with what to do about it."""

import pytest
from django.core.checks import Error
from django.test import override_settings

from firsthand.site.checks import check_data_folder, check_database, check_hosts, check_secret, check_transport


def codes(found):
    assert all(isinstance(message, Error) and message.hint for message in found)
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("settings", "check", "expected"),
    [
        ({"DEBUG": True, "ALLOWED_HOSTS": ["desk.example.org"]}, check_hosts, ["firsthand.E001"]),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["localhost"]}, check_hosts, []),
        ({"DEBUG": False, "ALLOWED_HOSTS": ["*"]}, check_hosts, ["firsthand.E003"]),
        ({"ALLOWED_HOSTS": ["desk.example.org"], "IS_HTTPS": False}, check_transport, ["firsthand.E002"]),
        ({"ALLOWED_HOSTS": ["abcdef.onion", "127.0.0.1"], "IS_HTTPS": False}, check_transport, []),
        ({"IS_HTTPS": True, "SECURE_PROXY_SSL_HEADER": None}, check_transport, ["firsthand.E004"]),
        ({"IS_HTTPS": True, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, check_transport, []),
        ({"SECRET_KEY": "x" * 31}, check_secret, ["firsthand.E006"]),
        ({"SECRET_KEY": "x" * 32}, check_secret, []),
        ({"DATABASES": {"default": {"HOST": "db.example.org", "OPTIONS": {}}}}, check_database, ["firsthand.E007"]),
        ({"DATABASES": {"default": {"HOST": "db.example.org", "OPTIONS": {"sslmode": "prefer"}}}}, check_database, ["firsthand.E007"]),
        ({"DATABASES": {"default": {"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}}}, check_database, []),
        ({"DATABASES": {"default": {"HOST": "/run/postgresql"}}}, check_database, []),
        ({"DATABASES": {"default": {"NAME": "a-file"}}}, check_database, []),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_check_says_what_is_unsafe(settings, check, expected):
    with override_settings(**settings):
        assert codes(check(None)) == expected


@pytest.mark.parametrize(("mode", "expected"), [(0o700, []), (0o750, ["firsthand.E005"]), (0o705, ["firsthand.E005"])])
def test_data_folder_is_for_its_owner_only(tmp_path, mode, expected):
    tmp_path.chmod(mode)
    with override_settings(DATA_DIR=tmp_path):
        assert codes(check_data_folder(None)) == expected
