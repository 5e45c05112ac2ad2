"""What the bot does on any screen: the conversation, the log, settings. No chat framework here."""
