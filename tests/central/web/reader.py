"""A reader of pages: asks the application itself, without a network."""

import asyncio
from collections.abc import Mapping

import httpx
from starlette.types import ASGIApp


def ask(
    application: ASGIApp,
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    client: str = "127.0.0.1",
) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=application, client=(client, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://central") as http:
            return await http.get(path, headers=headers)

    return asyncio.run(get())
