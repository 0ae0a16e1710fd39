"""The real binary over stdio, once for each editor's capabilities."""

import os
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities, make_test_lsp_client

from session import Session

PROJECT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
BINARY = Path(os.environ.get("CLOUDOPTIMA_BIN", TARGET / "debug" / "cloudoptima"))

# Stored profile of each editor, and what its later versions added.
EDITORS = {"vscode": "visual-studio-code", "neovim": "neovim@v0.11", "emacs": "emacs"}

MAIN = """\
resource "aws_instance" "web" {
  instance_type = "m5.large"
}

resource "aws_ebs_volume" "data" {
  availability_zone = "us-east-1a"
  type              = "gp2"
  size              = 500
}

resource "aws_instance" "batch" {
  count         = 2
  instance_type = var.batch_type
}

variable "batch_type" {
  default = "m5.large"
}

provider "aws" {
  region = "us-east-1"
}
"""

SETTINGS = """\
version: 1
budgets:
  - name: disks
    scope: { resource: aws_ebs_volume.data }
    monthly: 20
"""


def environment() -> dict[str, str]:
    """Nothing of this machine may name a region."""
    return {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}


def capabilities(editor: str) -> types.ClientCapabilities:
    found = client_capabilities(EDITORS[editor])
    document, workspace = found.text_document, found.workspace
    if document.inlay_hint is None:
        resolve = types.ClientInlayHintResolveOptions(properties=["tooltip", "label.tooltip"])
        document.inlay_hint = types.InlayHintClientCapabilities(dynamic_registration=True, resolve_support=resolve)
        workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    return found


def client_of(env: dict[str, str]):
    """A client that keeps what only our server says, and counts its wishes to be asked again."""
    client = make_test_lsp_client()
    client.server_env = env
    client.statuses = []
    client.n_refreshes = 0
    client.registrations = []

    @client.feature("cloudoptima/statusChanged")
    def status(params):
        client.statuses.append(params.label)

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def refresh(*_):
        client.n_refreshes += 1

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registrations.extend(it.method for it in params.registrations)

    return client


async def connect(editor: str, root: Path, *folders: Path) -> Session:
    env = environment()
    config = ClientServerConfig([str(BINARY), "lsp", "--stdio"], client_factory=lambda: client_of(env), server_env=env)
    client = await config.start()
    named = [types.WorkspaceFolder(uri=it.as_uri(), name=it.name) for it in folders or (root,)]
    params = types.InitializeParams(
        capabilities=capabilities(editor), root_uri=root.as_uri(), workspace_folders=named
    )
    return Session(client, BINARY, root, await client.initialize_session(params))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(MAIN)
    (tmp_path / ".cloudoptima.yaml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture(params=EDITORS)
def editor(request) -> str:
    return request.param


@pytest_asyncio.fixture
async def session(editor: str, workspace: Path):
    """A session of each editor on a folder with one file, which is not open yet."""
    one = await connect(editor, workspace)
    yield one
    await one.client.shutdown_session()
    await one.client.stop()


@pytest_asyncio.fixture
async def folders(editor: str, tmp_path: Path):
    """A session on two folders, whose files say different regions."""
    for name, region in (("one", "us-east-1"), ("two", "eu-west-1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(MAIN.replace("us-east-1", region))
        (tmp_path / name / ".cloudoptima.yaml").write_text(SETTINGS)
    one = await connect(editor, tmp_path, tmp_path / "one", tmp_path / "two")
    yield one
    await one.client.shutdown_session()
    await one.client.stop()
