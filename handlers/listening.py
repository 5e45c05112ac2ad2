"""Sockets that pages and probes are served at."""

from __future__ import annotations

import socket

from bot.errors import StartError


def listen(host: str, port: int, setting: str = "WEB_PORT") -> socket.socket:
    """Return a socket that listens; port 0 stands for any that is free.

    Args:
        host: Address to listen at.
        port: Port to listen at.
        setting: Name of the setting that the port comes from.

    Raises:
        StartError: Nothing can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Asyncio sends small packets at once only where the protocol is named: without that each page takes 40 ms longer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise StartError(f"cannot listen at {host}:{port} ({error.strerror}): set WEB_HOST and {setting}") from error
    return listening
