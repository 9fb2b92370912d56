"""The names that a resolver asks one after the other (libc's ``res_search``, glibc 2.36)."""

from __future__ import annotations

from sandbox.engine.dns.names import fqdn
from sandbox.engine.dns.resolv_conf import ResolvConf


def candidates(name: str, conf: ResolvConf) -> list[str]:
    """Every name that is tried until one has an answer, in order, with closing dots.

    A name that ends in a dot is asked as it stands and nothing else. One with ``ndots`` dots or
    more is asked as it stands before the search list, any other after it.
    """
    if name.endswith("."):
        return [name]
    searched = [fqdn(f"{name}.{ending.strip('.')}") for ending in conf.searches]
    whole = fqdn(name)
    if name.count(".") >= conf.ndots:
        return list(dict.fromkeys([whole, *searched]))
    if whole in searched:  # the root stands in the search list
        return list(dict.fromkeys(searched))
    return [*searched, whole]
