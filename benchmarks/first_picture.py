#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Time from the start of the navigation to the first picture of a report, in milliseconds: wall time, and processor
time of the renderer, which is what a free core would take at most.

    first_picture.py report.html [loads]

One headless Chromium (CHROMIUM, or /usr/bin/chromium), one new page for each load, nothing scrolled. The browser is
asked through its pipe for developers: messages in JSON that end with a zero byte.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

FIRST = """new Promise((done, failed) => {
  const look = left => {
    const mark = performance.getEntriesByName('picture')[0];
    mark ? done(mark.startTime) : left ? setTimeout(look, 20, left - 1) : failed(new Error('no picture within 30 s'));
  };
  look(1500);
})"""


class Browser:
    def __init__(self, profile):
        to_browser, self.out = os.pipe()
        self.back, from_browser = os.pipe()
        self.number, self.rest = 0, b""
        command = [os.environ.get("CHROMIUM", "/usr/bin/chromium"), "--headless", "--no-sandbox", "--disable-gpu",
                   "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                   "--user-data-dir=" + profile, "--window-size=1200,900", "--remote-debugging-pipe"]

        def as_three_and_four():
            for source, target in ((to_browser, 13), (from_browser, 14), (13, 3), (14, 4)):
                os.dup2(source, target)

        self.process = subprocess.Popen(command, preexec_fn=as_three_and_four, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(method + ": " + answer["error"]["message"])
                return answer["result"]

    def read(self):
        while b"\0" not in self.rest:
            part = os.read(self.back, 1 << 16)
            if not part:
                raise RuntimeError("the browser ended")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def renderers(self):
        """Processor time of all renderers, ms."""
        processes = self.ask("SystemInfo.getProcessInfo")["processInfo"]
        return sum(1000 * process["cpuTime"] for process in processes if process["type"] == "renderer")

    def first_picture(self, page):
        """Wall time, processor time."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        before = self.renderers()
        self.ask("Page.navigate", session, url=page)
        result = self.ask("Runtime.evaluate", session, expression=FIRST, awaitPromise=True, returnByValue=True)
        after = self.renderers()
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"]["value"], after - before


def shown(times):
    return " ".join(f"{t:.0f}" for t in times) + f", median {statistics.median(times):.0f}"


def main():
    page = pathlib.Path(sys.argv[1]).resolve().as_uri()
    loads = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            wall, processor = zip(*(browser.first_picture(page) for _ in range(loads)))
        finally:
            browser.process.terminate()
            browser.process.wait()
    print("first picture, ms of wall time: " + shown(wall))
    print("processor time of the renderer until then, ms: " + shown(processor))


if __name__ == "__main__":
    main()
