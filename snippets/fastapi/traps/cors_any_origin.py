"""An application that wants to be read by other origins, with cookies."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

# --8<-- [start:bad]
bad = FastAPI()
bad.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
# --8<-- [end:bad]
# --8<-- [start:good]
good = FastAPI()
good.add_middleware(CORSMiddleware, allow_origins=["https://shelf.example"], allow_credentials=True)
# --8<-- [end:good]


@bad.get("/me")
@good.get("/me")
async def me() -> dict[str, str]:
    return {"username": "ada"}
