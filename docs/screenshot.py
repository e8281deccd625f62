"""Makes the README's picture, docs/images/ask.png, from the sample library in a real browser.

Run it from the project's folder: .venv/bin/python docs/screenshot.py (needs Chromium).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "ask.png"
PORT = 7897
QUESTION = "What is the International, Impartial and Independent Mechanism for Syria?"
_SERVE = "import sys, app; app.main(port=int(sys.argv[1]), home=sys.argv[2], sample=True)"


def main() -> None:
    """Serves a fresh sample library, asks, opens the first citation and takes the picture."""
    chromium = shutil.which("chromium") or sys.exit("Chromium is needed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-c", _SERVE, str(PORT), home]
        server = subprocess.Popen(command, cwd=ROOT)
        try:
            _wait(f"http://127.0.0.1:{PORT}/healthz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1360, "height": 850})
                _ask(page)
                PICTURE.parent.mkdir(exist_ok=True)
                page.screenshot(path=PICTURE)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _wait(health: str) -> None:
    for _ in range(240):
        try:
            if httpx.get(health).status_code == 200:
                return
        except httpx.HTTPError:
            pass  # the server is still starting; asked again below
        time.sleep(0.5)
    sys.exit("The app did not become ready.")


def _ask(page: Page) -> None:
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".turn[aria-busy=false] .statement .cite").first.click()
    page.locator("mark.current").wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
