"""``run_bot.py doctor``: looks at everything that the bot depends on, and says of each what it is and what to do."""
