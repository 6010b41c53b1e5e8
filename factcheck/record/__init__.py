"""An article's quotations held against a record: text in, passages and differences out. Pure Python."""
