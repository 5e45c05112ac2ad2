"""The pages: the chat for visitors, the desk for curators; they work without JavaScript."""
