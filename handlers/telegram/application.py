"""Builds the Telegram application: with its parts, and with everything that it answers, in order."""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.errors import StartError
from bot.settings import Settings
from handlers.telegram import (
    ask,
    binding,
    browse,
    choices,
    curator_buttons,
    curators,
    event_buttons,
    events,
    going_on,
    group_setup,
    inline,
    membership,
    notices,
    own_data,
    start,
    typed_messages,
)
from handlers.telegram.admission import for_curators
from handlers.telegram.context import BotApplication, BotContext, Parts, hand_over, parts_of
from handlers.telegram.counted import Overheard
from handlers.telegram.curator_data import PREFIX
from handlers.telegram.event_data import PREFIX as EVENT_PREFIX
from handlers.telegram.failures import ask_again, failed, slow_down
from handlers.telegram.opening import closed, opened, stopped
from handlers.telegram.order import ChatByChat
from handlers.telegram.pace import Pace
from handlers.telegram.requesting import Polling
from handlers.telegram.setup_data import PREFIX as SETUP
from handlers.telegram.transport import requests
from handlers.telegram.unhurried import UnhurriedBot
from handlers.telegram.unsure import PAYLOAD

AT_ONCE = 32
"""Updates handled at the same time: a call to Telegram takes 50 to 100 ms, so one after the other is too slow."""


def build_application(
    parts: Parts, settings: Settings, *, request: BaseRequest | None = None, polling: BaseRequest | None = None
) -> BotApplication:
    """Return the application with all its handlers.

    Args:
        parts: What it is put together from.
        settings: Token and address of the Bot API.
        request: What to send requests with, for tests; the default is HTTP.
        polling: The same for requests for updates.
    """
    if settings.telegram_bot_token is None:
        raise StartError("TELEGRAM_BOT_TOKEN is missing")
    base = settings.telegram_api_url
    turns = parts.turns = ChatByChat(AT_ONCE, parts.arrivals)
    # One connection for each update in hand; the default of one would make them queue.
    sending, asking = (request, polling) if request is not None else requests(AT_ONCE)
    counts = parts.arrivals.counts
    if counts is not None and asking is not None:
        asking = Overheard(asking, counts)
    bot = UnhurriedBot(
        parts.arrivals.unstored.first_in_hand,
        settings.telegram_bot_token.get_secret_value(),
        base,
        f"{base.removesuffix('/bot')}/file/bot",
        request=sending,
        get_updates_request=None if asking is None else Polling(asking, parts.arrivals.take, counts),
        rate_limiter=Pace(counts),
    )
    application: BotApplication = (
        Application.builder()
        .bot(bot)
        .context_types(ContextTypes(context=BotContext))
        .job_queue(None)
        .update_queue(parts.arrivals)
        .concurrent_updates(turns)
        .post_init(opened)
        .post_stop(stopped)
        .post_shutdown(closed)
        .build()
    )
    hand_over(application, parts)
    turns.slow_down = lambda update: slow_down(update, application.bot, parts.phrases)
    turns.ask_again = lambda update: ask_again(update, BotContext.from_update(update, application))
    _register(application)
    return application


def _register(application: BotApplication) -> None:
    """Register everything that is answered. The first handler that fits an update takes it."""
    fresh = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE
    written = filters.TEXT | filters.CAPTION
    application.add_handlers(
        [
            *_for_groups(fresh),
            CommandHandler("start", start.start, fresh),
            CommandHandler("help", start.help_, fresh),
            CommandHandler("ask", ask.command, fresh),
            CommandHandler("topics", browse.topics, fresh),
            CommandHandler("new", start.new, fresh),
            CommandHandler("why", start.why, fresh),
            CommandHandler("privacy", start.privacy, fresh),
            CommandHandler("mine", own_data.privately(own_data.mine), fresh),
            CommandHandler("mydata", own_data.privately(own_data.mydata), fresh),
            CommandHandler("forget", own_data.forget, fresh),
            CommandHandler("event", events.event, fresh),
            CommandHandler("cancel", events.cancel, fresh),
            *_for_curators(application, fresh),
            CallbackQueryHandler(curator_buttons.pressed, pattern=f"^{PREFIX}"),
            CallbackQueryHandler(event_buttons.pressed, pattern=f"^{EVENT_PREFIX}"),
            CallbackQueryHandler(notices.pressed, pattern="^1t:"),
            CallbackQueryHandler(own_data.forget_pressed, pattern="^1f:[01]$"),
            CallbackQueryHandler(choices.pressed),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & written, ask.edited),
            # After the commands, which are text as well.
            MessageHandler(fresh & private & filters.COMMAND, start.unknown_command),
            MessageHandler(fresh & written & ~filters.COMMAND, typed_messages.typed),
            MessageHandler(fresh & private & ~written & ~filters.StatusUpdate.ALL, start.no_text),
        ]
    )
    application.add_error_handler(failed)


def _for_groups(fresh: filters.BaseFilter) -> list[BaseHandler[Update, BotContext, None]]:
    """Return what groups need, and what leads from one into the private chat; before what everybody gets."""
    groups = fresh & filters.ChatType.GROUPS
    service = filters.StatusUpdate
    came_or_went = service.NEW_CHAT_MEMBERS | service.LEFT_CHAT_MEMBER | service.CHAT_CREATED
    return [
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(groups & filters.StatusUpdate.MIGRATE, membership.upgraded),
        MessageHandler(groups & came_or_went, membership.told),
        CommandHandler("start", binding.start, groups),
        CommandHandler("help", membership.introduce_again, groups),
        CommandHandler("start", going_on.go_on, fresh & filters.Regex(rf"\s{PAYLOAD.pattern}\s*$")),
        CommandHandler("setup", group_setup.setup, fresh),
        CommandHandler("settings", group_setup.setup, fresh),
        CallbackQueryHandler(group_setup.pressed, pattern=f"^{SETUP}"),
        InlineQueryHandler(inline.typed),
    ]


def _for_curators(application: BotApplication, fresh: filters.BaseFilter) -> list[CommandHandler[BotContext, None]]:
    """Return curators' commands; each of them checks who uses it."""
    handlers: list[CommandHandler[BotContext, None]] = [
        CommandHandler("unanswered", for_curators(curators.unanswered), fresh),
        CommandHandler("gap", for_curators(curators.gap), fresh),
        CommandHandler("history", for_curators(curators.history), fresh),
        CommandHandler("digest", for_curators(curators.digest), fresh),
    ]
    curating = parts_of(application).curating
    if curating is not None and curating.sign_ins is not None:
        handlers.append(CommandHandler("desk", for_curators(curators.desk), fresh))
    return handlers
