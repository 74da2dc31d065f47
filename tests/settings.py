"""The product's own settings, in a directory that is thrown away, with cheap password hashing."""

import atexit
import os
import shutil
import tempfile

_scratch = tempfile.mkdtemp(prefix="firsthand-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["FIRSTHAND_DATA"] = _scratch
os.environ.setdefault("FIRSTHAND_POOL", "0")
os.environ.setdefault("FIRSTHAND_ARGON2_PASSES", "1")
os.environ.setdefault("FIRSTHAND_ARGON2_BYTES", "8192")

from firsthand.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
