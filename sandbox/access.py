"""Who may read and who may write what belongs to a visitor."""

from sandbox.models import Owned
from sandbox.visitors import Visitor


def may_use(visitor: Visitor, owned: Owned) -> bool:
    """By its id: its owner, and whoever holds the id of what was posted without a cookie.

    Once the owner has come back with the cookie, the id alone opens it to nobody else.
    """
    if visitor.is_known and visitor.known_key == owned.owner:
        if owned.is_open:
            type(owned)._default_manager.filter(pk=owned.pk, is_open=True).update(is_open=False)
        return True
    return owned.is_open and not visitor.is_known
