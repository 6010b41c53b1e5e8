"""Files in, articles out: one file a kind, and one sentence for whatever can't be read. Pure Python.

A file's path through the room: ``kinds`` tells what it is by its content, ``dispatch`` hands it to the reader of that
kind, and the reader gives ``base.ImportedArticle`` or ``base.RefusedFile``, one by one. Files of strangers go through
``sandbox.read_sandboxed`` instead: it starts ``sandboxed_process``, which does the same within limits on time and
memory and answers in the lines of ``protocol``. ``python -m factcheck.readers FILE`` shows what comes out.

To read another kind: a reader class in a file of its own, a row in ``kinds.KINDS``, a way for ``kinds.kind_of`` to tell
it, and a row in ``tests/readers/test_every_kind.py``.
"""
