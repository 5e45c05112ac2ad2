"""Steps from an empty database to today's tables. Never change one that was released: add the next."""
