"""What an installation must not be. `firsthand check` tells all of it; `firsthand serve` does not start over an error."""

from __future__ import annotations

import stat
from collections.abc import Sequence

from django.conf import settings
from django.core import checks

_here = {"localhost", "127.0.0.1", "[::1]"}
_tls = {"require", "verify-ca", "verify-full"}


def connect() -> None:
    """Join Django's own deployment checks."""
    for check in (check_hosts, check_transport, check_data_folder, check_secret, check_database):
        checks.register(check, checks.Tags.security, deploy=True)


def check_hosts(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:  # noqa: ARG001 -- Django's signature
    """Error pages with values in them are for one machine; an installation names the hosts it answers for."""
    found: list[checks.CheckMessage] = []
    if settings.DEBUG and set(settings.ALLOWED_HOSTS) - _here:
        found.append(checks.Error("FIRSTHAND_DEBUG shows values to whoever meets an error.", hint="Unset it.", id="firsthand.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(checks.Error("FIRSTHAND_HOSTS answers for every host.", hint="Name the hosts, with commas.", id="firsthand.E003"))
    return found


def check_transport(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:  # noqa: ARG001
    """Words on their way are readable to the network unless HTTPS or an onion address carries them."""
    bare = {host for host in settings.ALLOWED_HOSTS if host not in _here and not host.endswith(".onion")}
    if bare and not settings.IS_HTTPS:
        hint = "Put a server that speaks HTTPS in front and set FIRSTHAND_HTTPS=1 and FIRSTHAND_BEHIND_PROXY=1."
        return [checks.Error("FIRSTHAND_HOSTS names hosts that would be served over plain HTTP.", hint=hint, id="firsthand.E002")]
    if settings.IS_HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        hint = "Set FIRSTHAND_BEHIND_PROXY=1, and have that server set X-Forwarded-Proto itself."
        return [checks.Error("With FIRSTHAND_HTTPS alone every page would redirect to itself.", hint=hint, id="firsthand.E004")]
    return []


def check_data_folder(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:  # noqa: ARG001
    """The database, the secret key and the editions are read by the account that serves them, and by nobody else."""
    mode = settings.DATA_DIR.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [checks.Error("Other accounts can read the data folder.", hint=f"chmod 700 {settings.DATA_DIR}", id="firsthand.E005")]
    return []


def check_secret(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:  # noqa: ARG001
    """The secret key signs sessions and seals the secrets of second factors."""
    shortest = 32
    if len(settings.SECRET_KEY) < shortest:
        return [
            checks.Error("FIRSTHAND_SECRET_KEY is shorter than 32 characters.", hint="Let the first start make one.", id="firsthand.E006")
        ]
    return []


def check_database(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:  # noqa: ARG001
    """A PostgreSQL on another machine is reached under TLS only."""
    database = settings.DATABASES["default"]
    host = database.get("HOST", "")
    is_distant = bool(host) and not host.startswith("/") and host not in _here | {"::1"}
    if is_distant and database.get("OPTIONS", {}).get("sslmode") not in _tls:
        hint = "Add ?sslmode=verify-full to DATABASE_URL."
        return [checks.Error("The database on another machine is not asked for TLS.", hint=hint, id="firsthand.E007")]
    return []
