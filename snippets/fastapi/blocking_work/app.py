"""Predict in other processes, so that the event loop goes on answering."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from .predictor import BusyError, Predictor


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.predictor = Predictor()
    yield
    app.state.predictor.close()


app = FastAPI(lifespan=lifespan)


class Prediction(BaseModel):
    book: int
    stars: float


@app.get("/books/{book_id:int}/prediction")
async def predict_stars(book_id: int, request: Request) -> Prediction:
    predictor: Predictor = request.app.state.predictor
    return Prediction(book=book_id, stars=await predictor.stars(book_id))


@app.exception_handler(BusyError)
async def refuse(request: Request, error: BusyError) -> JSONResponse:
    return JSONResponse(
        {"detail": "Too many predictions are waiting."},
        status.HTTP_503_SERVICE_UNAVAILABLE,
        headers={"Retry-After": "1"},
    )


@app.get("/ping")
async def ping() -> dict[str, bool]:
    return {"pong": True}
