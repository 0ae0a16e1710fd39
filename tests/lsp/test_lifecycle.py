"""The handshake, the end, and what lies between requests."""

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from conftest import connect
from session import DEADLINE, Session

WEB = 'resource "aws_instance" "web" {'


async def test_the_encoding_is_one_that_the_client_offers(session: Session):
    offered = session.client.capabilities.general
    offered = offered.position_encodings if offered and offered.position_encodings else [types.PositionEncodingKind.Utf16]
    assert session.encoding in offered
    # The server counts bytes inside: where it may choose, nothing has to be converted.
    if types.PositionEncodingKind.Utf8 in offered:
        assert session.encoding == types.PositionEncodingKind.Utf8


async def test_the_server_says_what_it_can(session: Session):
    can = session.initialized.capabilities
    assert session.initialized.server_info.name == "cloudoptima"
    assert can.text_document_sync.change == types.TextDocumentSyncKind.Incremental
    assert can.hover_provider and can.code_action_provider
    assert can.inlay_hint_provider.resolve_provider
    assert can.workspace.workspace_folders.supported


async def test_files_are_watched_where_the_client_can(session: Session):
    session.open("main.tf")
    await session.hints("main.tf")
    watch = session.client.capabilities.workspace.did_change_watched_files
    wanted = bool(watch and watch.dynamic_registration)
    assert (types.WORKSPACE_DID_CHANGE_WATCHED_FILES in session.client.registrations) == wanted


async def test_a_cancelled_request_is_answered_as_such(session: Session):
    many = "".join(
        f'resource "aws_instance" "n{i}" {{\n  instance_type = "m5.large"\n}}\n' for i in range(4000)
    )
    session.open("main.tf", many)
    params = types.InlayHintParams(
        text_document=types.TextDocumentIdentifier(uri=session.uri("main.tf")),
        range=types.Range(start=types.Position(0, 0), end=types.Position(12000, 0)),
    )
    answer = session.client.protocol.send_request(types.TEXT_DOCUMENT_INLAY_HINT, params, msg_id="to-cancel")
    session.client.cancel_request(types.CancelParams(id="to-cancel"))
    with pytest.raises(JsonRpcException) as raised:
        await asyncio.wait_for(asyncio.wrap_future(answer), DEADLINE)
    assert raised.value.code == -32800
    assert len(await session.inlay_hints("main.tf")) >= 4000


async def test_a_request_about_an_unknown_document_is_answered(session: Session):
    params = types.HoverParams(
        text_document=types.TextDocumentIdentifier(uri="untitled:Untitled-1"), position=types.Position(0, 0)
    )
    assert await asyncio.wait_for(session.client.text_document_hover_async(params), DEADLINE) is None


async def ended(session: Session) -> int:
    code = await asyncio.wait_for(session.client._server.wait(), DEADLINE)
    await session.client.stop()
    return code


async def test_shutdown_and_exit_end_the_process(editor, workspace):
    session = await connect(editor, workspace)
    session.open("main.tf")
    assert WEB in await session.hints("main.tf")
    await session.client.shutdown_async(None)
    session.client.exit(None)
    assert await ended(session) == 0


async def test_exit_without_shutdown_is_an_error(editor, workspace):
    session = await connect(editor, workspace)
    session.client.exit(None)
    assert await ended(session) == 1


async def test_the_process_ends_with_its_editor(editor, workspace):
    session = await connect(editor, workspace)
    session.client._server.stdin.close()
    await ended(session)
