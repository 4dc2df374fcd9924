"""Order a report, and ask how far it is."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError
from saq import Queue
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, HTTPError, RequestHandler

from .tasks import as_json, open_queue, order_report

define("port", default=8000, type=int, help="port to listen on")


class Order(BaseModel):
    ratings: list[Annotated[int, Field(ge=1, le=5)]] = Field(max_length=1000)


class QueueHandler(RequestHandler):
    def initialize(self, queue: Queue) -> None:
        self.queue = queue

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


class ReportsHandler(QueueHandler):
    async def post(self) -> None:
        try:
            wanted = Order.model_validate_json(self.request.body, strict=True)
        except ValidationError as error:
            raise HTTPError(400) from error
        job = await order_report(self.queue, wanted.ratings)
        self.set_status(202)
        self.set_header("Location", self.reverse_url("report", job.key))
        self.write(as_json(job))


class ReportHandler(QueueHandler):
    async def get(self, report_id: str) -> None:
        job = await self.queue.job(report_id)
        if job is None:
            raise HTTPError(404)
        self.write(as_json(job))


def make_app(queue: Queue) -> Application:
    shared = {"queue": queue}
    return Application(
        [
            URLSpec(r"/reports", ReportsHandler, shared),
            URLSpec(r"/reports/([0-9a-f-]{36})", ReportHandler, shared, name="report"),
        ]
    )


async def main() -> None:
    parse_command_line()
    queue = open_queue()
    await queue.connect()
    make_app(queue).listen(options.port, address="127.0.0.1", max_body_size=16 * 1024)
    try:
        await asyncio.Event().wait()
    finally:
        await queue.disconnect()


if __name__ == "__main__":
    asyncio.run(main())
