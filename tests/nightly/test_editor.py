"""The plugin in an editor: a language server that runs flake8, and a client that talks to it."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.test_plugin import FLAWED, REPORT

# What the language server is built on; it comes with it.
pytest.importorskip("pylsp_jsonrpc", reason="`make nightly` installs it")

from pylsp_jsonrpc.endpoint import Endpoint
from pylsp_jsonrpc.streams import JsonRpcStreamReader, JsonRpcStreamWriter

pytestmark = pytest.mark.nightly

SECONDS = 180
MENDED = FLAWED.replace('state.get("isolate_gradients", False)', 'state["isolate_gradients"]')
OTHER_LINTERS = ("mccabe", "pycodestyle", "pyflakes")


class Editor:
    """What an editor says to a language server about one document, and is told of it."""

    def __init__(self, server: subprocess.Popen[bytes], document: Path) -> None:
        self._folder = document.parent.as_uri()
        self._uri = document.as_uri()
        self._version = 1
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        handlers = {"textDocument/publishDiagnostics": self._told.put}
        self._endpoint = Endpoint(handlers, JsonRpcStreamWriter(server.stdin).write)
        listen = JsonRpcStreamReader(server.stdout).listen
        threading.Thread(target=listen, args=[self._endpoint.consume], daemon=True).start()

    def connect(self) -> None:
        client: dict[str, Any] = {"processId": None, "capabilities": {}, "rootUri": self._folder}
        self._endpoint.request("initialize", client).result(SECONDS)
        self._endpoint.notify("initialized", {})

    def configure(self) -> None:
        flake8 = {"enabled": True, "executable": str(Path(sys.executable).with_name("flake8"))}
        plugins = {**{name: {"enabled": False} for name in OTHER_LINTERS}, "flake8": flake8}
        settings = {"settings": {"pylsp": {"plugins": plugins}}}
        self._endpoint.notify("workspace/didChangeConfiguration", settings)

    def open(self, text: str) -> None:
        document = {"uri": self._uri, "languageId": "python", "version": 1, "text": text}
        self._endpoint.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, text: str) -> None:
        self._version += 1
        document = {"uri": self._uri, "version": self._version}
        changes = {"textDocument": document, "contentChanges": [{"text": text}]}
        self._endpoint.notify("textDocument/didChange", changes)

    def diagnostics(self) -> list[Any]:
        told = self._told.get(timeout=SECONDS)
        assert told["uri"] == self._uri
        return list(told["diagnostics"])

    def disconnect(self) -> None:
        self._endpoint.request("shutdown").result(SECONDS)
        self._endpoint.notify("exit")
        self._endpoint.shutdown()


@contextmanager
def editor_of(document: Path) -> Iterator[Editor]:
    command = [sys.executable, "-m", "pylsp"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            editor = Editor(server, document)
            editor.connect()
            yield editor
            editor.disconnect()
            assert server.wait(SECONDS) == 0
        finally:
            server.kill()


def test_a_finding_is_shown_while_the_flaw_is_in_the_open_document(tmp_path: Path) -> None:
    document = tmp_path / "slot.py"
    document.write_text(MENDED)
    with editor_of(document) as editor:
        editor.configure()
        editor.open(FLAWED)
        [shown] = editor.diagnostics()
        assert (shown["source"], shown["code"]) == ("flake8", "CKP101")
        assert f":6:34: {shown['message']}\n" == REPORT
        assert shown["range"]["start"] == {"line": 5, "character": 33}
        editor.change(MENDED)
        assert editor.diagnostics() == []
