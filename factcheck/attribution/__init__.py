"""Text in, sentences and attributions out. Pure Python: knows nothing of Django."""
