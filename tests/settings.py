"""The product's own settings, in a directory that is thrown away, with cheap password hashing."""

import os
import tempfile

_scratch = tempfile.mkdtemp(prefix="firsthand-tests-")
os.environ.setdefault("FIRSTHAND_DATA", _scratch)
os.environ.setdefault("FIRSTHAND_POOL", "0")
os.environ.setdefault("FIRSTHAND_ARGON2_PASSES", "1")
os.environ.setdefault("FIRSTHAND_ARGON2_BYTES", "8192")

from firsthand.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
