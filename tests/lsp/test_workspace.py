"""Folders, files and settings that change around an open document."""

from lsprotocol import types

from session import Session

WEB = 'resource "aws_instance" "web" {'
DATA = 'resource "aws_ebs_volume" "data" {'
BATCH = 'resource "aws_instance" "batch" {'


async def test_each_folder_has_its_own_prices(folders: Session):
    folders.open("one/main.tf")
    folders.open("two/main.tf")
    one, two = await folders.hints("one/main.tf"), await folders.hints("two/main.tf")
    assert one[WEB] == folders.monthly("aws_instance.web", "one")
    assert two[WEB] == folders.monthly("aws_instance.web", "two")
    assert one[WEB] != two[WEB]


async def test_a_folder_that_leaves_takes_its_diagnostics_along(folders: Session):
    for name in ("one/main.tf", "two/main.tf"):
        await folders.diagnostics(name, lambda all: any("disks" in it for it in all))
    two = types.WorkspaceFolder(uri=folders.uri("two"), name="two")
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[two])
    folders.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
    await folders.diagnostics("two/main.tf", lambda all: all == [])
    event = types.WorkspaceFoldersChangeEvent(added=[two], removed=[])
    folders.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
    await folders.diagnostics("two/main.tf", lambda all: any("disks" in it for it in all))
    assert folders.client.diagnostics[folders.uri("one/main.tf")], "the other folder keeps its own"


async def test_a_file_changed_outside_the_editor(session: Session):
    session.open("main.tf")
    before = (await session.hints("main.tf"))[BATCH]
    session.path("terraform.tfvars").write_text('batch_type = "m5.4xlarge"\n')
    session.file_changed("terraform.tfvars")
    after = (await session.hints("main.tf"))[BATCH]
    assert after != before and after.startswith("×2 $")
    session.path("terraform.tfvars").unlink()
    session.file_changed("terraform.tfvars")
    assert (await session.hints("main.tf"))[BATCH] == before


async def test_the_unsaved_text_wins_over_the_disk(session: Session):
    session.open("main.tf")
    session.edit("main.tf", "= 500", "= 1000")
    unsaved = (await session.hints("main.tf"))[DATA]
    session.path("main.tf").write_text(session.path("main.tf").read_text().replace("= 500", "= 50"))
    session.file_changed("main.tf")
    assert (await session.hints("main.tf"))[DATA] == unsaved
    uri = session.uri("main.tf")
    session.client.text_document_did_close(
        types.DidCloseTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=uri))
    )
    session.open("main.tf")
    assert (await session.hints("main.tf"))[DATA] == session.monthly("aws_ebs_volume.data")


async def test_a_raised_budget_takes_the_diagnostic_away(session: Session):
    await session.diagnostics("main.tf", lambda all: any("disks" in it for it in all))
    settings = session.path(".cloudoptima.yaml")
    settings.write_text(settings.read_text().replace("monthly: 20", "monthly: 2000"))
    session.file_changed(".cloudoptima.yaml")
    await session.diagnostics("main.tf", lambda all: not any("disks" in it for it in all))


async def test_a_wrong_key_of_the_settings_is_named(session: Session):
    settings = session.path(".cloudoptima.yaml")
    settings.write_text(settings.read_text().replace("budgets:", "budgtes:"))
    session.file_changed(".cloudoptima.yaml")
    messages = await session.diagnostics(".cloudoptima.yaml", lambda all: any("budgtes" in it for it in all))
    assert any("budgets" in it for it in messages)


async def test_hints_are_turned_off_and_on(session: Session):
    session.open("main.tf")
    before = await session.hints("main.tf")
    session.configure("hints.enabled", False)
    await session.until_hint("main.tf", WEB, None)
    session.configure("hints.enabled", True)
    await session.until_hint("main.tf", WEB, before[WEB])


async def test_the_region_of_the_settings_is_an_assumption(session: Session):
    text = session.path("main.tf").read_text().replace('  region = "us-east-1"\n', "")
    text = text.replace('  availability_zone = "us-east-1a"\n', "")
    session.open("main.tf", text)
    first = (await session.hints("main.tf"))[WEB]
    assert first.startswith("~$")
    assert "us-east-1" in await session.hover("main.tf", "aws_instance")
    session.configure("region.default", "eu-west-1")
    session.path("main.tf").write_text(text.replace('provider "aws" {', 'provider "aws" {\n  region = "eu-west-1"'))
    await session.until_hint("main.tf", WEB, f"~{session.monthly('aws_instance.web')}")
    hover = await session.hover("main.tf", "aws_instance")
    assert "eu-west-1" in hover and "region.default" in hover


async def test_budgets_and_rules_are_turned_off(session: Session):
    session.open("main.tf")
    await session.diagnostics("main.tf", lambda all: any("disks" in it for it in all))
    session.configure("budgets.enabled", False)
    await session.diagnostics("main.tf", lambda all: not any("disks" in it for it in all))
    assert any("gp3" in it.title for it in await session.actions("main.tf", '"gp2"'))
    session.configure("rules.disabled", ["gp2-to-gp3"])
    await session.diagnostics("main.tf", lambda all: not any("gp3" in it for it in all))
    assert not any("gp3" in it.title for it in await session.actions("main.tf", '"gp2"'))


async def test_small_costs_are_left_out(session: Session):
    session.open("main.tf")
    hints = await session.hints("main.tf")
    session.configure("hints.minimumMonthly", 60)
    await session.until_hint("main.tf", DATA, None)
    assert (await session.hints("main.tf"))[WEB] == hints[WEB]
