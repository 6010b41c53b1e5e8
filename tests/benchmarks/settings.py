"""The project's settings and one address more: a bare view to compare with."""

from factcheck.settings import *  # noqa: F403
from factcheck.settings import STORAGES

ROOT_URLCONF = "tests.benchmarks.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
