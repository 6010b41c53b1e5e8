"""Ways to load an article, one file each: bytes in, copy out, or one sentence why not (Unreadable)."""
