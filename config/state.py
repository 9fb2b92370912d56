"""The one folder that holds what belongs to this installation: database, secret key, sockets, stamps, static files.

Standard library only: the supervisor and the preparation read it before Django is there.
"""

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 100  # the kernels allow 104 (macOS) and 108 (Linux) bytes, the final NUL among them


def folder() -> Path:
    """`STATE_DIR` of the environment, or `.kubedrill` in the checkout; made if it is missing."""
    path = Path(os.environ.get("STATE_DIR") or ROOT / ".kubedrill").resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def redis_socket(state: Path) -> Path:
    """Where the embedded Redis-compatible server listens.

    A socket's path must be short. Where the folder lies too deep the socket goes into a folder of the same owner
    under the system's temporary folder, named by what it stands for.
    """
    path = state / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return path
    short = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    nearby = Path(tempfile.gettempdir()) / f"kubedrill-{os.getuid()}-{short}"
    nearby.mkdir(mode=0o700, exist_ok=True)
    if nearby.stat().st_uid != os.getuid():
        raise PermissionError(f"{nearby} belongs to somebody else")
    return nearby / "redis.sock"


def secret_key(state: Path) -> str:
    """The installation's key, made at first use and readable by its owner only."""
    path = state / "secret-key"
    if not path.exists():
        mine = state / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Two first processes may meet here: the link is made by one of them, whole or not at all.
        with contextlib.suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return path.read_text().strip()
