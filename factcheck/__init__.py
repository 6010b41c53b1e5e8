"""Check where the claims of a news article come from."""

VERSION = "0.1.0"
