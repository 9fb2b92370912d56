"""Places that a test counts on."""

from sandbox.engine.places import Place


def there(place: Place | None) -> Place:
    """A place that has to be known."""
    assert place is not None
    return place
