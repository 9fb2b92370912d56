"""The direction of imports, and what the engine may not know."""

import subprocess
import sys

from config import state

# Imports the engine and judges with it, where importing any of the site's frameworks fails.
WITHOUT_FRAMEWORKS = """
import sys

for name in ("django", "rest_framework", "celery", "kombu", "redis", "gunicorn", "socket"):
    sys.modules[name] = None

from sandbox.engine import Cluster, judge

assert judge("", "").holds is None
assert Cluster().kubectl("create namespace shop").stdout == "namespace/shop created\\n"
loaded = [name for name in sys.modules if name.split(".")[0] in {"config", "cards", "quizzes"}]
assert not loaded, loaded
assert "sandbox.models" not in sys.modules
"""


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=state.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_engine_works_without_django_and_without_a_network() -> None:
    run(sys.executable, "-c", WITHOUT_FRAMEWORKS)


def test_imports_point_one_way() -> None:
    """The contracts stand in pyproject.toml, each with the reason for it."""
    run(
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(state.ROOT)!r}); "
        "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
    )


def test_a_web_process_loads_no_engine() -> None:
    run(
        sys.executable,
        "-c",
        "import config.wsgi, sys; from django.urls import get_resolver; "
        "get_resolver().url_patterns; import sandbox.tasks; assert 'sandbox.engine' not in sys.modules",
    )
