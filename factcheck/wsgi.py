"""What gunicorn serves."""

import logging
import os

from django.core.checks import ERROR, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
application = get_wsgi_application()
# Django runs its checks in commands alone; a web server starts without any, and what is weak is weak there.
for message in run_checks(tags=[Tags.security]):
    if message.level >= ERROR:
        raise ImproperlyConfigured(message.msg)
    logging.getLogger("factcheck").warning("%s", message.msg)
