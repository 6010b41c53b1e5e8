"""Static files as the web server gives them away: each under a name with its hash, compressed, cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Imports between our scripts are written with hashes too, so that nobody is left with a module of last month.

    Django's own switch for this, ``support_js_module_import_aggregation``, is for all scripts or none, and django-htmx
    brings some that import what isn't there.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "factcheck/*.js",
            ((r'(?P<matched>(?P<words>(?:from|import) )"(?P<url>\./[^"]+)")', '%(words)s"%(url)s"'),),
        ),
    )
    # A hash depends on the hashes of what a module imports: a pass for each step of the longest chain, and to spare.
    max_post_process_passes = 20
