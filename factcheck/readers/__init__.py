"""Ways to load an article, one file each: a file in, copy out, or one sentence why not.

``base`` says what comes out, ``kinds`` tells a file's kind by its content, ``front_door`` reads any of them, and
``fence`` does so in a process with limits, which is how files of strangers are read. None of it knows of Django.
"""
