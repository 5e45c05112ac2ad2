"""Events: an organiser brings the bot to a meeting, a room asks, and a report remains."""
