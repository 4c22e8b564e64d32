"""Forms and windows, as Slack's modal views. Labels come from bot.forms, never from here."""
