import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hashing that is slow on purpose would be most of the time that these tests take."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
