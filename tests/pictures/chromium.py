"""Opens a page in headless Chromium and uses it as a person would: types, clicks, moves a slider.

`chromium.py PAGE PERSON OTHER`: PERSON is to be found by search, and the tie of the two to be clicked. Prints JSON with
what was seen. Talks to Chromium through a pipe (DevTools protocol), so that nothing but Chromium is needed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

page, person, other = sys.argv[1:4]
browser = next(path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path)


class Chromium:
    def __init__(self, profile):
        (ours_in, theirs_out), (theirs_in, ours_out) = os.pipe(), os.pipe()

        def pipes():
            # Chromium reads from 3 and writes to 4; the copies are made high up first, as either may be in the way.
            reading, writing = os.dup2(theirs_in, 30), os.dup2(theirs_out, 31)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1400,900", "--remote-debugging-pipe",
                f"--user-data-dir={profile}", "about:blank",
            ],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.reader, self.writer = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb")
        self.buffer, self.number, self.session, self.events = b"", 0, None, []

    def receive(self):
        while b"\0" not in self.buffer:
            chunk = self.reader.read1(1 << 16)
            if not chunk:
                raise EOFError("Chromium has gone")
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writer.write(json.dumps(message).encode() + b"\0")
        self.writer.flush()
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def look(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def settle(self):
        self.look("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, x, y):
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def click_on(self, expression):
        """Clicks in the middle of the element that an expression gives."""
        box = self.look(f"(() => {{ const b = ({expression}).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()")
        self.click(*box)

    def type(self, text):
        self.call("Input.insertText", text=text)
        self.settle()

    def key(self, name):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode={"Enter": 13}.get(name, 0))
        self.settle()

    def complaints(self):
        found = []
        for event in self.events:
            parameters = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"].get("text", "exception"))
            elif event.get("method") == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                found.append(str(parameters["args"]))
            elif event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(parameters["entry"]["text"])
        return found

    def requests(self):
        asked = [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith(("file:", "data:"))]


def main(chromium):
    target = next(info for info in chromium.call("Target.getTargets")["targetInfos"] if info["type"] == "page")
    chromium.session = chromium.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        chromium.call(f"{domain}.enable")
    chromium.call("Page.navigate", url=f"file://{os.path.abspath(page)}")
    chromium.wait_for("Page.loadEventFired")
    chromium.settle()
    seen = {}
    visible = "[...document.querySelectorAll('{}')].filter((e) => e.style.display !== 'none')"
    details = "document.getElementById('details').innerText"
    named = visible.format("#network .name")
    seen["nodes"] = chromium.look(visible.format("#network .node") + ".length")
    seen["names"] = chromium.look(named + ".length")
    seen["overlaps"] = chromium.look(
        f"""(() => {{ const boxes = {named}.map((e) => [e.textContent, e.getBoundingClientRect()]);
        return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).filter(([b, two]) =>
          one.left + 4 < two.right && two.left + 4 < one.right && one.top + 4 < two.bottom && two.top + 4 < one.bottom)
          .map(([b]) => a + ' / ' + b)); }})()"""
    )

    chromium.click_on("document.getElementById('search')")
    chromium.type(person.lower())
    seen["found"] = chromium.look("[...document.querySelectorAll('#found li')].map((item) => item.innerText)")
    chromium.key("Enter")
    seen["person"] = chromium.look(details)

    chromium.click_on("document.getElementById('all')")
    # The middle of the tie's line, a little towards the first end, where no node lies over it.
    middle = chromium.look(
        f"""(() => {{ const at = (name) => [...document.querySelectorAll('#network .node')]
          .find((e) => e.getAttribute('aria-label') === name).getBoundingClientRect();
        const [a, b] = [at({json.dumps(person)}), at({json.dumps(other)})];
        return [a, b].map((r) => [r.x + r.width / 2, r.y + r.height / 2]); }})()"""
    )
    (ax, ay), (bx, by) = middle
    chromium.click(ax * 0.55 + bx * 0.45, ay * 0.55 + by * 0.45)
    seen["tie"] = chromium.look(details)

    chromium.click_on(f"[...document.querySelectorAll('#network .node')].find((e) => e.getAttribute('aria-label') === {json.dumps(person)})")
    seen["node"] = chromium.look(details)

    spot = chromium.look(
        f"""(() => {{ const b = [...document.querySelectorAll('#network .node')]
          .find((e) => e.getAttribute('aria-label') === {json.dumps(other)}).getBoundingClientRect();
        return [b.x + b.width / 2, b.y + b.height / 2]; }})()"""
    )
    chromium.key("Escape")
    seen["faded"] = chromium.look("document.querySelectorAll('#network .node.faded').length")
    chromium.call("Input.dispatchMouseEvent", type="mouseMoved", x=spot[0], y=spot[1])
    chromium.settle()
    seen["faded under the mouse"] = chromium.look("document.querySelectorAll('#network .node.faded').length")
    chromium.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)

    chromium.click_on("document.getElementById('play')")
    chromium.look("new Promise((done) => setTimeout(done, 400))")
    seen["until while playing"] = chromium.look("document.getElementById('until').textContent")
    chromium.click_on("document.getElementById('play')")
    seen["until after stopping"] = [
        chromium.look("document.getElementById('until').textContent"),
        chromium.look("new Promise((done) => setTimeout(() => done(document.getElementById('until').textContent), 300))"),
    ]
    chromium.look("(() => { const to = document.getElementById('to'); to.value = to.max; to.dispatchEvent(new Event('input')); })()")
    seen["until"] = chromium.look("document.getElementById('until').textContent")

    chromium.look("document.getElementById('network').focus()")
    before = chromium.look("document.querySelector('#network > g').getAttribute('transform')")
    chromium.key("+")
    seen["zoomed by key"] = before != chromium.look("document.querySelector('#network > g').getAttribute('transform')")
    chromium.key("0")

    chromium.click_on("document.querySelector('#kinds .chip')")
    seen["nodes without the commonest kind"] = chromium.look(visible.format("#network .node") + ".length")
    chromium.click_on("document.querySelector('#kinds .chip')")

    left, right, y = chromium.look("(() => { const b = document.getElementById('from').getBoundingClientRect(); return [b.left + 8, b.right - 8, b.top + b.height / 2]; })()")
    chromium.call("Input.dispatchMouseEvent", type="mousePressed", x=left, y=y, button="left", buttons=1, clickCount=1)
    chromium.call("Input.dispatchMouseEvent", type="mouseMoved", x=(left + right) / 2, y=y, button="left", buttons=1)
    chromium.call("Input.dispatchMouseEvent", type="mouseReleased", x=(left + right) / 2, y=y, button="left", clickCount=1)
    chromium.settle()
    seen["since"] = chromium.look("document.getElementById('since').textContent")
    seen["nodes in the later half"] = chromium.look(visible.format("#network .node") + ".length")
    seen["dashes"] = chromium.look("[...new Set([...document.querySelectorAll('#network line.tie')].map((e) => e.getAttribute('stroke-dasharray')))].sort()")

    before = chromium.look("document.querySelector('#network > g').getAttribute('transform')")
    chromium.call("Input.dispatchMouseEvent", type="mouseWheel", x=400, y=400, deltaX=0, deltaY=-300)
    chromium.settle()
    seen["zoomed"] = before != chromium.look("document.querySelector('#network > g').getAttribute('transform')")
    if len(sys.argv) > 4:
        import base64
        with open(sys.argv[4], "wb") as file:
            file.write(base64.b64decode(chromium.call("Page.captureScreenshot")["data"]))
    seen["complaints"] = chromium.complaints()
    seen["requests"] = chromium.requests()
    json.dump(seen, sys.stdout, ensure_ascii=False)


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    chromium = Chromium(profile)
    try:
        main(chromium)
    finally:
        chromium.process.kill()
        chromium.process.wait()
