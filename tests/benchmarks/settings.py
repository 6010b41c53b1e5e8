"""The project's settings and one address more: a bare view to compare with."""

from factcheck.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
