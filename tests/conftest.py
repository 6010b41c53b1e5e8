from importlib import import_module

import pytest
from django.apps import apps

pytest_plugins = ["tests.cast"]


@pytest.fixture
def groups(transactional_db: None) -> None:
    """The groups, which a test with real transactions clears away with everything else."""
    import_module("factcheck.accounts.migrations.0002_reviewers_and_editors").make_groups(apps, None)
    import_module("factcheck.accounts.migrations.0004_editors_assign").let_editors_assign(apps, None)
    import_module("factcheck.accounts.migrations.0005_reports").grant(apps, None)
