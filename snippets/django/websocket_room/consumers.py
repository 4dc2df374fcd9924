"""One consumer for each member of a room; the channel layer carries what they say."""

import asyncio
import json
from urllib.parse import parse_qs

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings


class RoomConsumer(AsyncWebsocketConsumer):
    joined = False

    async def connect(self) -> None:
        query = parse_qs(self.scope["query_string"].decode())
        self.name = query.get("name", [""])[0]
        self.group = f"room-{self.scope['url_route']['kwargs']['room']}"
        if not 1 <= len(self.name) <= 50:
            await self.close()
            return
        await self.accept()
        await self.channel_layer.group_add(self.group, self.channel_name)
        self.joined = True
        await self.tell(event="joined")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is not None:
            await self.tell(event="said", text=text_data)

    async def disconnect(self, code: int) -> None:
        if not self.joined:  # Who was refused is told to disconnect as well.
            return
        self.joined = False
        await self.channel_layer.group_discard(self.group, self.channel_name)
        await self.tell(event="left")

    async def tell(self, **news: str) -> None:
        """Hand something to all members, in whichever process they are."""
        message = json.dumps({"name": self.name} | news)
        await self.channel_layer.group_send(self.group, {"type": "room.news", "message": message})

    async def room_news(self, event: dict[str, str]) -> None:
        """Send one message; the layer calls this by the `type` above."""
        try:
            async with asyncio.timeout(settings.PATIENCE):
                await self.send(text_data=event["message"])
        except OSError:
            # It is a TimeoutError, or what uvicorn raises once the client is gone; Channels would
            # then log an error and not call `disconnect`.
            await self.disconnect(1006)
            raise StopConsumer from None
