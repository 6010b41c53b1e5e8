from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import TransactionTestCase

from tests.database import copy_migrated, restorer

pytest_plugins = ["tests.cast"]

#: They take minutes, and none of them touches the tests' tables: begun last, one would keep a worker when all is done.
FIRST = ("tests/test_run.py", "tests/test_embedded_postgres.py", "tests/test_settings.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


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
