"""What is printed for a meeting: poster, table card, report, and the picture of a chat. Values in, bytes out.

Nothing here asks a database, a clock or the settings, and no word that people read stands in the code.
"""
