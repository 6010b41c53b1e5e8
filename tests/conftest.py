from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import TransactionTestCase
from django.test.client import ClientHandler

from tests.database import copy_migrated, restorer

pytest_plugins = ["tests.cast"]

#: They take minutes, and none of them touches the tests' tables: begun last, one would keep a worker when all is done.
FIRST = ("tests/test_run.py", "tests/test_embedded_postgres.py", "tests/test_settings.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


_streams: list[HttpResponseBase] = []


def pytest_configure() -> None:
    """The test client's answers that come as a stream are remembered until their test is over."""
    get_response = ClientHandler.get_response

    def remembering(self: ClientHandler, request: HttpRequest) -> HttpResponseBase:
        response = get_response(self, request)
        if response.streaming:
            _streams.append(response)
        return response

    ClientHandler.get_response = remembering


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Close the streams that the test didn't read to their end.

    A file left open is complained about when it is collected, in a test that has nothing to do with it.
    """
    try:
        yield
    finally:
        request_finished.disconnect(close_old_connections)  # as the client does: the test's transaction goes on
        while _streams:
            _streams.pop().close()
        request_finished.connect(close_old_connections)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, request: Any) -> Iterator[None]:
    """The worker's own copy of the migrated database, to which every test with real transactions returns."""
    name = f"test_{getattr(request.config, 'workerinput', {}).get('workerid', 'alone')}"
    copy_migrated(name)
    connection.close()
    connection.close_pool()
    configured.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        connection.ensure_connection()
        put_back = restorer(connection.connection)

        def return_to_migrated(self: TransactionTestCase) -> None:
            connection.ensure_connection()
            put_back(connection.connection)

        patch.setattr(TransactionTestCase, "_fixture_teardown", return_to_migrated)
        yield
        connection.close()
        connection.close_pool()


@pytest.fixture
def by_hand(settings: Any) -> None:
    """Articles load without a model: each line is a claim."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
