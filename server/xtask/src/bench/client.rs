//! A small client of the language server over standard input and output: what an editor says, and when the answer
//! has arrived.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// How long an answer may take before the server counts as hung.
const PATIENCE: Duration = Duration::from_secs(30);

/// A message of the server and when its last byte was read.
struct Received {
    at: Instant,
    body: Vec<u8>,
}

/// A running server.
pub(super) struct Client {
    child: Child,
    to_server: ChildStdin,
    from_server: Receiver<Received>,
    folder: PathBuf,
    last_id: u64,
    last_version: i64,
}

impl Client {
    /// Starts the program on a folder and shakes hands as VS Code does.
    pub(super) fn start(binary: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(binary)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let (Some(to_server), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("the server has no pipes");
        };
        let (sender, from_server) = channel();
        thread::spawn(move || receive(output, &sender));
        let folder = folder.to_owned();
        let mut client = Self { child, to_server, from_server, folder, last_id: 0, last_version: 0 };
        let root = client.uri("");
        client.request("initialize", &handshake(&root))?;
        client.notify("initialized", &json!({}))?;
        Ok(client)
    }

    /// Its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Opens a file with a text.
    pub(super) fn open(&mut self, file: &str, text: &str) -> anyhow::Result<()> {
        let document = json!({"uri": self.uri(file), "languageId": "terraform", "version": 0, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}))
    }

    /// Types: replaces a range, in LSP positions.
    pub(super) fn change(&mut self, file: &str, range: &Value, text: &str) -> anyhow::Result<()> {
        self.last_version += 1;
        let document = json!({"uri": self.uri(file), "version": self.last_version});
        let changes = json!([{"range": range, "text": text}]);
        self.notify("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}))
    }

    /// Asks for all hints of a file: the hints, and when the answer had arrived.
    pub(super) fn hints(&mut self, file: &str) -> anyhow::Result<(Value, Instant)> {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1_000_000, "character": 0}});
        let document = json!({"uri": self.uri(file)});
        self.request("textDocument/inlayHint", &json!({"textDocument": document, "range": range}))
    }

    /// Answers what the server asks until it has said nothing for so long.
    pub(super) fn settle(&mut self, quiet: Duration) -> anyhow::Result<()> {
        loop {
            match self.from_server.recv_timeout(quiet) {
                Ok(received) => drop(self.take(&received)?),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => bail!("the server has ended"),
            }
        }
    }

    fn request(&mut self, method: &str, params: &Value) -> anyhow::Result<(Value, Instant)> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        loop {
            let received = self.from_server.recv_timeout(PATIENCE);
            let received = received.with_context(|| format!("no answer to {method}"))?;
            let Some(mut answer) = self.take(&received)? else { continue };
            if answer.get("id") != Some(&json!(id)) {
                continue;
            }
            if let Some(error) = answer.get("error") {
                bail!("{method}: {error}");
            }
            let result = answer.get_mut("result").map(Value::take);
            return Ok((result.unwrap_or_default(), received.at));
        }
    }

    fn notify(&mut self, method: &str, params: &Value) -> anyhow::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    /// Reads a message: an answer is given back, a question is answered, the rest is not looked at.
    fn take(&mut self, received: &Received) -> anyhow::Result<Option<Value>> {
        let message: Value = serde_json::from_slice(&received.body)?;
        let (Some(id), Some(method)) = (message.get("id"), message.get("method")) else {
            return Ok(message.get("id").is_some().then_some(message));
        };
        let result = match method.as_str() {
            Some("workspace/configuration") => json!([null]),
            _ => Value::Null,
        };
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}))?;
        Ok(None)
    }

    fn send(&mut self, message: &Value) -> anyhow::Result<()> {
        let body = serde_json::to_vec(message)?;
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        self.to_server.write_all(&bytes)?;
        self.to_server.flush().context("the server does not listen")
    }

    fn uri(&self, file: &str) -> String {
        let path = format!("file://{}", self.folder.display());
        if file.is_empty() { path } else { format!("{path}/{file}") }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The measurement is over: how the server ends is another test's matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The capabilities of VS Code that the server acts on.
fn handshake(root: &str) -> Value {
    let refresh = json!({"refreshSupport": true});
    json!({
        "processId": std::process::id(),
        "rootUri": root,
        "workspaceFolders": [{"uri": root, "name": "bench"}],
        "capabilities": {
            "general": {"positionEncodings": ["utf-16"]},
            "workspace": {"configuration": true, "workspaceFolders": true, "inlayHint": refresh},
            "textDocument": {
                "inlayHint": {"resolveSupport": {"properties": ["tooltip"]}},
                "publishDiagnostics": {"versionSupport": true},
            },
        },
    })
}

fn receive(output: ChildStdout, sender: &Sender<Received>) {
    let mut output = BufReader::new(output);
    while let Some(body) = message(&mut output) {
        if sender.send(Received { at: Instant::now(), body }).is_err() {
            return;
        }
    }
}

/// One message: headers, an empty line, so many bytes.
fn message(output: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut n_bytes = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(':') {
            None => break,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                n_bytes = value.trim().parse::<usize>().ok();
            }
            Some(_) => {}
        }
    }
    let mut body = vec![0; n_bytes?];
    output.read_exact(&mut body).ok()?;
    Some(body)
}
