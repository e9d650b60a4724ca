"""A Flask application as its quick start writes it: `flask_app.py PORT`."""

import sys

from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello() -> str:
    return "<title>Hello</title><p>Hello from Flask</p><a href='/about'>About</a>"


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
