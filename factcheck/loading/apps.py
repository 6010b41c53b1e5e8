from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "factcheck.loading"
