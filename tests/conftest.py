from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

pytest_plugins = ["tests.cast"]


@pytest.fixture
def groups(transactional_db: None) -> None:
    """The groups, which a test with real transactions clears away with everything else."""
    import_module("factcheck.accounts.migrations.0002_reviewers_and_editors").make_groups(apps, None)
    import_module("factcheck.accounts.migrations.0004_editors_assign").let_editors_assign(apps, None)
    import_module("factcheck.accounts.migrations.0005_reports").grant(apps, None)
    import_module("factcheck.accounts.migrations.0007_findings").let_editors_dismiss(apps, None)
    import_module("factcheck.accounts.migrations.0008_log_of_exports").grant(apps, None)


@pytest.fixture
def by_hand(settings) -> None:
    """Articles load without a model: each line is a claim."""
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    """The queue's tables are not Django's: a test with real transactions has to clear them too."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
