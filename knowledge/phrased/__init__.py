"""Which phrasing a question is like: how entries are found that no structure describes, as in a table of answers."""
