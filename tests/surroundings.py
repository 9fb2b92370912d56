"""Loaded before Django's settings are (`-p tests.surroundings`): each test process has a state folder of its own."""

import atexit
import os
import shutil
import tempfile

os.environ["STATE_DIR"] = tempfile.mkdtemp(prefix="kubedrill-test-")
os.mkdir(os.path.join(os.environ["STATE_DIR"], "static"))  # which the web server's static files expect
atexit.register(shutil.rmtree, os.environ["STATE_DIR"], ignore_errors=True)

for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "HTTPS", "PORT", "ALLOWED_HOSTS", "EMAIL_URL"):
    os.environ.pop(name, None)  # what belongs to somebody's running site does not belong to its tests
# Tests come from one address, and faster than people.
for name in ("REQUESTS_PER_MINUTE", "SUBMISSIONS_PER_MINUTE", "SIGN_INS_PER_MINUTE"):
    os.environ[name] = "1000000"
