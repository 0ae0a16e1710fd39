"""One editor at the real server: documents, positions in the agreed encoding, answers as short lines of text."""

import asyncio
import json
import subprocess
import time
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

DEADLINE = 30.0
CONTENT_MODIFIED = -32801


class Session:
    """The editor's side. Every wait is for a state and has a deadline."""

    def __init__(self, client: LanguageClient, binary: Path, root: Path, initialized: types.InitializeResult):
        self.client = client
        self.binary = binary
        self.root = root
        self.initialized = initialized
        self.encoding = initialized.capabilities.position_encoding or types.PositionEncodingKind.Utf16
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    # documents

    def path(self, name: str) -> Path:
        return self.root / name

    def uri(self, name: str) -> str:
        return self.path(name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Opens a file, with its text on disk unless told otherwise."""
        uri = self.uri(name)
        self.texts[uri] = self.path(name).read_text() if text is None else text
        self.versions[uri] = 1
        document = types.TextDocumentItem(uri=uri, language_id="terraform", version=1, text=self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))

    def edit(self, name: str, old: str, new: str) -> None:
        """Replaces the first `old` by `new`, as one incremental change."""
        uri = self.uri(name)
        text = self.texts[uri]
        start = text.index(old)
        self._change(uri, self._range(text, start, start + len(old)), new)
        self.texts[uri] = text[:start] + new + text[start + len(old) :]

    def type(self, name: str, before: str, letters: str) -> None:
        """Types letters behind `before`, one change each."""
        uri = self.uri(name)
        for letter in letters:
            text = self.texts[uri]
            at = text.index(before) + len(before)
            self._change(uri, self._range(text, at, at), letter)
            self.texts[uri] = text[:at] + letter + text[at:]
            before += letter

    def _change(self, uri: str, where: types.Range, text: str) -> None:
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri]),
                content_changes=[types.TextDocumentContentChangePartial(range=where, text=text)],
            )
        )

    # positions

    def units(self, text: str) -> int:
        """Length of a text in the units that client and server agreed on."""
        if self.encoding == types.PositionEncodingKind.Utf8:
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2

    def position(self, text: str, offset: int) -> types.Position:
        line_start = text.rfind("\n", 0, offset) + 1
        return types.Position(line=text.count("\n", 0, offset), character=self.units(text[line_start:offset]))

    def offset(self, text: str, position: types.Position) -> int:
        start = sum(len(line) + 1 for line in text.split("\n")[: position.line])
        end = start
        while self.units(text[start:end]) < position.character:
            end += 1
        return end

    def _range(self, text: str, start: int, end: int) -> types.Range:
        return types.Range(start=self.position(text, start), end=self.position(text, end))

    # answers

    async def _ask(self, ask, params):
        """Asks again while something overtakes the question, as editors do."""
        end = time.monotonic() + DEADLINE
        while True:
            try:
                return await asyncio.wait_for(ask(params), DEADLINE)
            except JsonRpcException as error:
                if error.code != CONTENT_MODIFIED or time.monotonic() > end:
                    raise

    async def inlay_hints(self, name: str) -> list[types.InlayHint]:
        uri = self.uri(name)
        text = self.texts[uri]
        params = types.InlayHintParams(
            text_document=types.TextDocumentIdentifier(uri=uri), range=self._range(text, 0, len(text))
        )
        return await self._ask(self.client.text_document_inlay_hint_async, params) or []

    async def hints(self, name: str) -> dict[str, str]:
        """Labels by the code of their line."""
        lines = self.texts[self.uri(name)].split("\n")
        return {lines[hint.position.line].strip(): hint.label for hint in await self.inlay_hints(name)}

    async def until_hint(self, name: str, code: str, wanted: str) -> None:
        end = time.monotonic() + DEADLINE
        while (hints := await self.hints(name)).get(code) != wanted:
            assert time.monotonic() < end, f"{code}: {hints.get(code)}, not {wanted}"
            await asyncio.sleep(0.02)

    async def hover(self, name: str, needle: str) -> str | None:
        uri = self.uri(name)
        at = self.position(self.texts[uri], self.texts[uri].index(needle))
        params = types.HoverParams(text_document=types.TextDocumentIdentifier(uri=uri), position=at)
        hover = await self._ask(self.client.text_document_hover_async, params)
        return hover.contents.value if hover else None

    async def actions(self, name: str, needle: str) -> list[types.CodeAction]:
        uri = self.uri(name)
        start = self.texts[uri].index(needle)
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=self._range(self.texts[uri], start, start),
            context=types.CodeActionContext(diagnostics=list(self.client.diagnostics.get(uri, []))),
        )
        return await self._ask(self.client.text_document_code_action_async, params) or []

    def apply(self, action: types.CodeAction) -> None:
        """Applies an action's edits as the editor would, and tells the server."""
        edit = action.edit
        if edit.document_changes:
            parts = [(it.text_document.uri, it.edits) for it in edit.document_changes]
        else:
            parts = list(edit.changes.items())
        for uri, edits in parts:
            for one in sorted(edits, key=lambda it: (it.range.start.line, it.range.start.character), reverse=True):
                text = self.texts[uri]
                start, end = self.offset(text, one.range.start), self.offset(text, one.range.end)
                self._change(uri, one.range, one.new_text)
                self.texts[uri] = text[:start] + one.new_text + text[end:]

    async def diagnostics(self, name: str, wanted) -> list[str]:
        """Messages of a file, as soon as `wanted` holds of them."""
        return await self.until(
            lambda: [it.message for it in self.client.diagnostics.get(self.uri(name), [])],
            wanted,
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
        )

    async def until(self, look, wanted, notification: str):
        """What `look` sees as soon as `wanted` holds of it; looks again after each notification."""
        end = time.monotonic() + DEADLINE
        while not wanted(seen := look()):
            left = end - time.monotonic()
            assert left > 0, f"after {DEADLINE} s: {seen}"
            try:
                await asyncio.wait_for(self.client.wait_for_notification(notification), left)
            except asyncio.TimeoutError:
                pass
        return seen

    def file_changed(self, *names: str) -> None:
        changes = [types.FileEvent(uri=self.uri(name), type=types.FileChangeType.Changed) for name in names]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=changes))

    def configure(self, section: str, value) -> None:
        """Changes a setting and tells the server, in the way this client does."""
        self.client.set_configuration(value, section=f"cloudoptima.{section}")
        settings = {"cloudoptima": self.client.get_configuration(section="cloudoptima")}
        self.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=settings))

    # the command line, which must say the same

    def breakdown(self, folder: str = ".") -> dict:
        command = [self.binary, "breakdown", "--path", self.path(folder), "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, env=self.client.server_env)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    def monthly(self, address: str, folder: str = ".") -> str:
        """A resource's cost a month as hints write it."""
        resources = [it for project in self.breakdown(folder)["projects"] for it in project["breakdown"]["resources"]]
        [cost] = [it["monthlyCost"] for it in resources if it["name"] == address]
        return f"${float(cost):,.2f}/mo"
