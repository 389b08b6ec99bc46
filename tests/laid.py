"""What many tests of a module only read is laid once: in a transaction around all of them, each in a savepoint of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def laid_once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of wider scope: what is written inside stands until the block is left, then it is taken back.

    Rows come back for every test. What stands in memory does not: a test that changes an object must fetch its own.
    Call ``blocker.unblock()`` around the writing.
    """
    with blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            frame.__exit__(None, None, None)
