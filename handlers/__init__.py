"""Where people meet the bot: terminal, batch, Telegram."""
