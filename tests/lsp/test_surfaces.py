"""What the editor shows: hints, hovers, diagnostics, quick fixes, the total."""

import asyncio
import re

from lsprotocol import types

from session import DEADLINE, Session

WEB = 'resource "aws_instance" "web" {'
DATA = 'resource "aws_ebs_volume" "data" {'
BATCH = 'resource "aws_instance" "batch" {'


async def test_hints_say_what_the_command_line_says(session: Session):
    session.open("main.tf")
    hints = await session.hints("main.tf")
    assert hints[WEB] == session.monthly("aws_instance.web")
    assert hints[DATA] == session.monthly("aws_ebs_volume.data")
    one = float(session.monthly("aws_instance.batch[0]").removeprefix("$").removesuffix("/mo"))
    assert hints[BATCH] == f"×2 ${2 * one:,.2f}/mo"
    assert 'instance_type = "m5.large"' in hints


async def test_a_hint_explains_itself_when_asked(session: Session):
    session.open("main.tf")
    [hint] = [it for it in await session.inlay_hints("main.tf") if it.position.line == 0]
    assert hint.tooltip is None
    resolved = await asyncio.wait_for(session.client.inlay_hint_resolve_async(hint), DEADLINE)
    assert "m5.large" in resolved.tooltip.value


async def test_a_hover_names_components_region_and_source(session: Session):
    session.open("main.tf")
    hover = await session.hover("main.tf", "aws_ebs_volume")
    cost = session.monthly("aws_ebs_volume.data").removesuffix("/mo")
    for wanted in ("aws_ebs_volume.data", "gp2", "500", cost, "us-east-1", "as of 20"):
        assert wanted in hover, hover
    assert re.search(r"^\|.*\|$", hover, re.M), "a table"
    assert await session.hover("main.tf", 'variable "batch_type"') is None


async def test_an_exceeded_budget_is_reported(session: Session):
    session.open("main.tf")
    messages = await session.diagnostics("main.tf", lambda all: any("disks" in it for it in all))
    [message] = [it for it in messages if "disks" in it]
    assert session.monthly("aws_ebs_volume.data") in message and "$20.00" in message


async def test_an_unknown_sku_is_reported_with_the_nearest(session: Session):
    session.open("main.tf")
    session.edit("main.tf", '"m5.large"', '"m5.lrage"')
    messages = await session.diagnostics("main.tf", lambda all: any("m5.lrage" in it for it in all))
    [message] = [it for it in messages if "m5.lrage" in it]
    assert "us-east-1" in message and "did you mean m5.large" in message
    hints = await session.hints("main.tf")
    assert "1 unpriced" in hints[WEB], "the disk has a cost, the machine is not left out silently"
    assert hints['instance_type = "m5.lrage"'].startswith("?")
    session.edit("main.tf", '"m5.lrage"', '"m5.large"')
    await session.diagnostics("main.tf", lambda all: not any("m5.lrage" in it for it in all))


async def test_a_quick_fix_saves_what_its_title_promises(session: Session):
    session.open("main.tf")
    before = session.monthly("aws_ebs_volume.data")
    [action] = [it for it in await session.actions("main.tf", '"gp2"') if "gp3" in it.title]
    assert action.kind == types.CodeActionKind.QuickFix
    promised = float(re.search(r"saves \$([\d.]+)/mo", action.title).group(1))
    session.apply(action)
    text = session.texts[session.uri("main.tf")]
    assert re.search(r'type +  *= "gp3"', text), text
    after = (await session.hints("main.tf"))[DATA]
    amount = lambda label: float(label.removeprefix("$").removesuffix("/mo"))  # noqa: E731
    assert round(amount(before) - amount(after), 2) == promised
    # The command line agrees about the text that the editor now has.
    session.path("main.tf").write_text(text)
    assert session.monthly("aws_ebs_volume.data") == after
    assert not [it for it in await session.actions("main.tf", '"gp3"') if "gp3" in it.title]


async def test_edits_are_versioned_where_the_client_takes_them(session: Session):
    session.open("main.tf")
    [action, *_] = await session.actions("main.tf", '"gp2"')
    takes = bool(session.client.capabilities.workspace.workspace_edit.document_changes)
    assert bool(action.edit.document_changes) == takes
    assert bool(action.edit.changes) != takes


async def test_the_total_is_told_and_follows(session: Session):
    session.open("main.tf")
    total = f"${float(session.breakdown()['totalMonthlyCost']):,.2f}/mo"
    labels = session.client.statuses
    await session.until(lambda: labels[-1:], lambda last: last == [total], "cloudoptima/statusChanged")
    session.edit("main.tf", "= 500", "= 600")
    await session.until(lambda: labels[-1:], lambda last: last not in ([total], []), "cloudoptima/statusChanged")


async def test_the_breakdown_is_markdown(session: Session):
    session.open("main.tf")
    command = types.ExecuteCommandParams(command="cloudoptima.server.breakdown")
    text = await asyncio.wait_for(session.client.workspace_execute_command_async(command), DEADLINE)
    assert text.startswith("# ") and "aws_instance.batch[1]" in text
