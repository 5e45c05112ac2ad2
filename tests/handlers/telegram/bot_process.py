"""A bot as a process of its own, with an assistant that repeats what it is told: ``python -m … URL NAME=VALUE …``."""

from __future__ import annotations

import logging
import sys

import yaml

from bot.errors import BotError
from bot.logs import set_up_logging
from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import MemoryQuestionLog
from handlers.telegram.application import build_application
from handlers.telegram.context import Parts
from handlers.telegram.running import run
from tests.fakes import EchoAssistant


def main() -> int:
    values = dict(argument.split("=", 1) for argument in sys.argv[1:])
    settings = Settings(_env_file=None, **values)
    assert settings.telegram_bot_token is not None
    set_up_logging(logging.INFO, [settings.telegram_bot_token.get_secret_value()])
    with open("knowledge/common/locale/en.yaml", encoding="utf-8") as file:  # noqa: PTH123
        texts = {f"screen.{key}": text for key, text in yaml.safe_load(file)["screen"].items()}
    try:
        run(build_application(Parts(EchoAssistant(), Phrases({"en": texts}), MemoryQuestionLog()), settings), settings)
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
