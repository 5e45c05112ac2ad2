"""Closing the gaps: what missed, in groups; a curator's change, drafted, previewed, published, undone; who is told."""
