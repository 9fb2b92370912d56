"""Rows named by chance stand in the order of their symbols."""

import pytest

from sandbox.engine.claims.rows import in_order_of_symbols


@pytest.mark.parametrize(
    ("printed", "ordered"),
    [
        (
            "NAME READY\nc1 1/1\nweb~10 1/1\nweb~2 0/1\nweb~1 1/1\nzoo 1/1\n",
            "NAME READY\nc1 1/1\nweb~1 1/1\nweb~2 0/1\nweb~10 1/1\nzoo 1/1\n",
        ),
        ("NAMESPACE NAME\nb api~1\na web~2\na web~1\n", "NAMESPACE NAME\nb api~1\na web~1\na web~2\n"),
        ("pod/web~2\npod/web~1\n\nservice/web\n", "pod/web~1\npod/web~2\n\nservice/web\n"),
        ('pod "web~2" deleted\npod "web~1" deleted\n', 'pod "web~1" deleted\npod "web~2" deleted\n'),
        (
            "NAME\n{slice default/web 2} IPv4\n{slice default/web} IPv4\n",
            "NAME\n{slice default/web} IPv4\n{slice default/web 2} IPv4\n",
        ),
        ("no table: web~2 and web~1\n", "no table: web~2 and web~1\n"),
    ],
)
def test_rows_stand_in_the_order_of_their_symbols(printed: str, ordered: str) -> None:
    assert in_order_of_symbols(printed) == ordered
