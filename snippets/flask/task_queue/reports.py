"""What is known of a report: a hash in Redis, under the report's own key."""

import json
import os
from typing import Any

import redis

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
KEPT_SECONDS = 7 * 24 * 3600

client = redis.Redis.from_url(REDIS_URL, decode_responses=True)


def key(report_id: str) -> str:
    return f"report:{report_id}"


def create(report_id: str) -> None:
    client.hset(key(report_id), mapping={"state": "queued", "attempts": 0})
    client.expire(key(report_id), KEPT_SECONDS)


def begin(report_id: str) -> bool:
    """Note that an attempt begins; return false if the report is done already."""
    if client.hget(key(report_id), "state") == "done":
        return False
    client.hset(key(report_id), "state", "running")
    client.hincrby(key(report_id), "attempts", 1)
    return True


def finish(report_id: str, result: dict[str, Any]) -> None:
    client.hset(key(report_id), mapping={"state": "done", "result": json.dumps(result)})


def fail(report_id: str) -> None:
    client.hset(key(report_id), "state", "failed")


def read(report_id: str) -> dict[str, Any] | None:
    report = {str(name): str(value) for name, value in client.hgetall(key(report_id)).items()}
    if not report:
        return None
    answer: dict[str, Any] = {
        "id": report_id,
        "state": report["state"],
        "attempts": int(report["attempts"]),
        "result": json.loads(report.get("result", "null")),
    }
    if report["state"] == "failed":
        answer["detail"] = "The report could not be made."
    return answer
