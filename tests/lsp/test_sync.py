"""Texts as they are typed."""

from session import Session

WEB = 'resource "aws_instance" "web" {'
DATA = 'resource "aws_ebs_volume" "data" {'
BATCH = 'resource "aws_instance" "batch" {'


async def test_the_hint_follows_each_letter_without_saving(session: Session):
    session.open("main.tf")
    before = (await session.hints("main.tf"))[WEB]
    session.type("main.tf", '"m5.', "x")
    after = (await session.hints("main.tf"))[WEB]
    assert after != before
    session.path("main.tf").write_text(session.texts[session.uri("main.tf")])
    assert after == session.monthly("aws_instance.web")


async def test_letters_outside_the_basic_plane_before_an_edit(session: Session):
    text = session.path("main.tf").read_text()
    text = text.replace('  instance_type = "m5.large"', '  /* 🚀 ünïcode 🚀 */ instance_type = "m5.large" # 🚀', 1)
    session.open("main.tf", text)
    session.type("main.tf", '"m5.', "2x")
    changed = session.texts[session.uri("main.tf")]
    session.path("main.tf").write_text(changed)
    assert (await session.hints("main.tf"))[WEB] == session.monthly("aws_instance.web")
    line = changed.split("\n")[1]
    [hint] = [it for it in await session.inlay_hints("main.tf") if it.position.line == 1]
    assert hint.position.character == session.units(line)


async def test_edits_over_several_lines(session: Session):
    session.open("main.tf")
    session.edit("main.tf", 'resource "aws_instance" "web" {\n  instance_type = "m5.large"\n}\n\n', "")
    session.edit("main.tf", "  size              = 500\n}", "  size = 100\n}\n")
    changed = session.texts[session.uri("main.tf")]
    session.path("main.tf").write_text(changed)
    hints = await session.hints("main.tf")
    assert WEB not in hints
    assert hints[DATA] == session.monthly("aws_ebs_volume.data")


async def test_half_typed_text_leaves_the_rest(session: Session):
    session.open("main.tf")
    whole = await session.hints("main.tf")
    session.edit("main.tf", 'resource "aws_ebs_volume"', 'resource "aws_\nresource "aws_ebs_volume"')
    hints = await session.hints("main.tf")
    assert {key: hints.get(key) for key in (WEB, DATA, BATCH)} == {key: whole[key] for key in (WEB, DATA, BATCH)}


async def test_an_open_quote_leaves_the_other_resources(session: Session):
    session.open("main.tf")
    whole = await session.hints("main.tf")
    session.edit("main.tf", '"m5.large"', '"m5.large')
    hints = await session.hints("main.tf")
    assert {key: hints.get(key) for key in (DATA, BATCH)} == {key: whole[key] for key in (DATA, BATCH)}
    session.edit("main.tf", '"m5.large', '"m5.large"')
    assert await session.hints("main.tf") == whole


async def test_two_hundred_edits_in_a_row_are_all_seen(session: Session):
    session.open("main.tf")
    for size in range(501, 701):
        session.edit("main.tf", f"= {size - 1}", f"= {size}")
        if size % 10 == 0:
            await session.hints("main.tf")
    session.path("main.tf").write_text(session.texts[session.uri("main.tf")])
    assert "= 700" in session.path("main.tf").read_text()
    assert (await session.hints("main.tf"))[DATA] == session.monthly("aws_ebs_volume.data")
