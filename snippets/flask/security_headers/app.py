"""Tell the browser what this site never does, so that it can refuse what an attacker tries."""

from flask import Flask, Response, render_template
from flask_talisman import Talisman

app = Flask(__name__)
Talisman(
    app,
    # Sending people from HTTP to HTTPS is the proxy's work.
    force_https=False,
    strict_transport_security_max_age=365 * 24 * 60 * 60,
    content_security_policy={
        "default-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    },
    content_security_policy_nonce_in=["script-src"],
    frame_options="DENY",
    referrer_policy="strict-origin-when-cross-origin",
    permissions_policy={"camera": "()", "geolocation": "()", "microphone": "()"},
)


@app.after_request
def isolate(response: Response) -> Response:
    # Talisman 1.1 does not know this header.
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


@app.get("/")
def home() -> str:
    return render_template("home.html")


@app.get("/broken")
def broken() -> str:
    raise RuntimeError("This view always fails.")
