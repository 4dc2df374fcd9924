"""An application behind a proxy, whose workers can be replaced one by one."""

import asyncio

from sanic import HTTPResponse, Request, Sanic, Websocket, json

app = Sanic("deploy")
# Believe one proxy: its last word on who is asking and by which scheme.
app.config.PROXIES_COUNT = 1
# The inspector listens on loopback and takes the command to replace the workers.
app.config.INSPECTOR = True


@app.get("/")
async def home(request: Request) -> HTTPResponse:
    return json({"client": request.client_ip, "scheme": request.scheme, "host": request.host})


@app.get("/report")
async def report(request: Request) -> HTTPResponse:
    await asyncio.sleep(0.2)  # Stands for work that a restart must not cut off.
    return json({"report": "done"})


@app.post("/notes")
async def note(request: Request) -> HTTPResponse:
    return json({"bytes": len(request.body)})


@app.get("/healthz")
async def healthz(request: Request) -> HTTPResponse:
    return json({"status": "ok"})


@app.websocket("/live")
async def live(request: Request, ws: Websocket) -> None:
    async for message in ws:
        await ws.send(message)
