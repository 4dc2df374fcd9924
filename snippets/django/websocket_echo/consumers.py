"""A consumer: one object for each open WebSocket."""

# --8<-- [start:consumer]
from channels.generic.websocket import AsyncWebsocketConsumer


class EchoConsumer(AsyncWebsocketConsumer):
    """Send each message back as it came; `close` ends the conversation."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data == "close":
            await self.close(code=4000, reason="goodbye")
        else:
            await self.send(text_data=text_data, bytes_data=bytes_data)


# --8<-- [end:consumer]
