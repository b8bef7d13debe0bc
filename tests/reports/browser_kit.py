"""A real browser, and a judge of what everybody can use; both must be there where CI says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_AXE = "axe-core@4.14"


def chromium():
    """Return the path of Chromium: that of ``SUPERVISION_BROWSER``, or one that is installed."""
    named = os.environ.get("SUPERVISION_BROWSER")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium is installed; set SUPERVISION_BROWSER to the path of one")
    return found


def axe(folder):
    """Return axe-core as a script: that of ``SUPERVISION_AXE``, or one that npm fetches."""
    named = os.environ.get("SUPERVISION_AXE")
    if named is not None:
        return Path(named).read_text(encoding="utf-8")
    if shutil.which("npm") is None:
        _without_axe("axe-core cannot be had without npm")
    command = ["npm", "pack", "--silent", _AXE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        _without_axe("npm cannot fetch axe-core")
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def _without_axe(why):
    # Where the browser is set, nothing may be passed over.
    passed_over = pytest.fail if "SUPERVISION_BROWSER" in os.environ else pytest.skip
    passed_over(f"{why}; set SUPERVISION_AXE to its axe.min.js")


class Shown:
    """A page as it is shown, without a network.

    Args:
        browser: The browser.
        file: The page.
        options: The width and height, and the scheme of colours.
    """

    def __init__(self, browser, file, **options):
        self.messages, self.requests, self.failed = [], [], []
        self._context = browser.new_context(offline=True, **options)
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.failed.append(request.url))
        self.page.goto(file.as_uri())

    def problems(self, axe):
        """Return what axe finds, with everything unfolded: the rule, how bad, and where."""
        # The page's own policy allows no script; a debugger may run one all the same.
        session = self._context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": axe})
        found = session.send(
            "Runtime.evaluate",
            {"expression": _LOOK, "awaitPromise": True, "returnByValue": True},
        )
        return found["result"]["value"]

    def close(self):
        """Close it."""
        self._context.close()


_LOOK = """
for (const each of document.querySelectorAll("details")) each.open = true;
axe.run().then(found => found.violations.map(
  each => [each.id, each.impact, each.nodes.map(node => node.html.slice(0, 200))]))
"""


def launched(play):
    """Return the browser, started."""
    return play.chromium.launch(executable_path=chromium(), args=list(_QUIET))
