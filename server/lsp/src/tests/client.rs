//! A client that writes and reads the protocol itself.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ir::FrontEnd;
use serde_json::{Value, json};
use terraform::Terraform;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, WriteHalf};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::options;

/// Nothing here takes this long, unless it hangs.
const DEADLINE: Duration = Duration::from_secs(60);

pub(super) struct Client {
    writer: WriteHalf<DuplexStream>,
    incoming: mpsc::UnboundedReceiver<Value>,
    /// Messages read while waiting for another one.
    pending: Vec<Value>,
    n_requests: i64,
    pub(super) folder: PathBuf,
    pub(super) settings: Arc<Mutex<Value>>,
    pub(super) server: JoinHandle<crate::Departure>,
}

impl Client {
    /// Starts a server, not initialized.
    pub(super) fn start(front_end: Arc<dyn FrontEnd>) -> Self {
        static N: AtomicU32 = AtomicU32::new(0);
        let name = format!("cloudoptima-lsp-{}-{}", std::process::id(), N.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(crate::serve(options(front_end), input, output));
        let (reader, writer) = tokio::io::split(ours);
        let (sender, incoming) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut reader = BufReader::new(reader);
            while let Some(message) = read(&mut reader).await {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let settings = Arc::new(Mutex::new(json!({})));
        Self { writer, incoming, pending: Vec::new(), n_requests: 0, folder, settings, server }
    }

    /// Starts a server for Terraform and shakes hands.
    pub(super) async fn ready(encodings: &[&str]) -> Self {
        Self::ready_with(Arc::new(Terraform::default()), encodings).await
    }

    pub(super) async fn ready_with(front_end: Arc<dyn FrontEnd>, encodings: &[&str]) -> Self {
        let mut client = Self::start(front_end);
        let params = client.initialize_params(encodings);
        let answer = client.request("initialize", params).await;
        assert!(answer.get("result").is_some(), "{answer}");
        client.notify("initialized", json!({})).await;
        client
    }

    pub(super) fn initialize_params(&self, encodings: &[&str]) -> Value {
        json!({
            "processId": null, "rootUri": null,
            "workspaceFolders": [{"uri": self.uri(""), "name": "test"}],
            "capabilities": {
                "general": {"positionEncodings": encodings},
                "workspace": {"configuration": true, "inlayHint": {"refreshSupport": true},
                              "workspaceEdit": {"documentChanges": true}},
            },
        })
    }

    pub(super) fn uri(&self, file: &str) -> String {
        let path = self.folder.join(file);
        format!("file://{}", path.to_str().unwrap().trim_end_matches('/'))
    }

    pub(super) async fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.writer.write_all(framed.as_bytes()).await.unwrap();
    }

    pub(super) async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"method": method, "params": params})).await;
    }

    /// Writes a request and does not wait.
    pub(super) async fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.n_requests += 1;
        let mut message = json!({"id": self.n_requests, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(message).await;
        self.n_requests
    }

    pub(super) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params).await;
        self.answer(id).await
    }

    pub(super) async fn answer(&mut self, id: i64) -> Value {
        self.wait_for(|it| it.get("method").is_none() && it["id"] == json!(id)).await
    }

    pub(super) async fn message(&mut self, method: &str) -> Value {
        self.wait_for(|it| it["method"] == json!(method)).await
    }

    /// The first message, read already or to come, that fits.
    pub(super) async fn wait_for(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.pending.iter().position(&fits) {
            return self.pending.remove(at);
        }
        loop {
            let next = tokio::time::timeout(DEADLINE, self.incoming.recv()).await;
            let message = next.expect("an answer in time").expect("a server that lives");
            if message.get("method").is_some() && message.get("id").is_some() {
                let settings = self.settings.lock().unwrap().clone();
                let is_asked = message["method"] == json!("workspace/configuration");
                let result = if is_asked { json!([settings]) } else { Value::Null };
                self.send(json!({"id": message["id"], "result": result})).await;
            }
            if fits(&message) {
                return message;
            }
            self.pending.push(message);
        }
    }

    pub(super) async fn open(&mut self, file: &str, text: &str) {
        let document = json!({"uri": self.uri(file), "languageId": "terraform", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Replaces a range (`[line, character, line, character]`), or everything.
    pub(super) async fn change(&mut self, file: &str, version: i32, range: Option<[u32; 4]>, text: &str) {
        let mut change = json!({ "text": text });
        if let Some([line, character, end_line, end_character]) = range {
            change["range"] = json!({
                "start": {"line": line, "character": character},
                "end": {"line": end_line, "character": end_character},
            });
        }
        let document = json!({"uri": self.uri(file), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        self.notify("textDocument/didChange", params).await;
    }

    /// The hints of a file: `line:character label`.
    pub(super) async fn hints(&mut self, file: &str) -> Vec<String> {
        let answer = self.request("textDocument/inlayHint", self.whole(file)).await;
        let hints = answer["result"].as_array().unwrap_or_else(|| panic!("{answer}"));
        hints.iter().map(show_hint).collect()
    }

    pub(super) fn whole(&self, file: &str) -> Value {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
        json!({"textDocument": {"uri": self.uri(file)}, "range": range})
    }

    pub(super) fn at(&self, file: &str, line: u32, character: u32) -> Value {
        json!({"textDocument": {"uri": self.uri(file)}, "position": {"line": line, "character": character}})
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn show_hint(hint: &Value) -> String {
    let at = &hint["position"];
    format!("{}:{} {}", at["line"], at["character"], hint["label"].as_str().unwrap())
}

async fn read(reader: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().ok()?
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await.ok()?;
    serde_json::from_slice(&body).ok()
}
