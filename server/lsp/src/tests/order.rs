//! The order of edits, answers and cancellations.

use std::sync::{Condvar, Mutex};

use ir::{AttrPath, Evaluation, Files, Inputs, Resource};
use serde_json::json;
use terraform::Terraform;
use text::{FileId, TextEdit};

use super::client::Client;
use super::*;

const CONTENT_MODIFIED: i64 = -32801;
const REQUEST_CANCELLED: i64 = -32800;

/// Edits and hovers written without waiting: each hover tells of the text of its own moment, or that it is past.
#[tokio::test(flavor = "multi_thread")]
async fn hovers_between_edits_see_their_own_text() {
    let mut client = Client::ready(&["utf-16"]).await;
    client.open("main.tf", &volume(1000)).await;
    let mut hovers = Vec::new();
    for step in 1..=200 {
        client.change("main.tf", step + 1, Some([1, 9, 1, 13]), &format!("{}", 1000 + step)).await;
        let at = client.at("main.tf", 0, 3);
        hovers.push((step, client.begin("textDocument/hover", at).await));
    }
    let mut n_answered = 0;
    for (step, id) in hovers {
        let answer = client.answer(id).await;
        if answer["error"]["code"] == json!(CONTENT_MODIFIED) {
            assert_ne!(step, 200, "nothing came after the last one");
            continue;
        }
        n_answered += 1;
        let text = answer["result"]["contents"]["value"].as_str().unwrap_or_else(|| panic!("{answer}"));
        let quantity = format!("| 1,{:03} GB |", step);
        assert!(text.contains(&quantity), "hover {step} tells of another text:\n{text}");
    }
    assert!(n_answered > 0);
}

/// A front end that waits at a gate, and panics when the text says so.
struct Gate {
    inner: Terraform,
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    is_closed: bool,
    n_entered: u32,
}

impl Gate {
    fn new() -> Arc<Self> {
        Arc::new(Self { inner: Terraform::default(), state: Mutex::default(), changed: Condvar::new() })
    }

    fn set(&self, is_closed: bool) {
        self.state.lock().unwrap().is_closed = is_closed;
        self.changed.notify_all();
    }

    /// Waits until an evaluation stands at the gate.
    fn wait_entered(&self, n: u32) {
        let state = self.state.lock().unwrap();
        drop(self.changed.wait_while(state, |it| it.n_entered < n).unwrap());
    }
}

impl FrontEnd for Gate {
    fn claims(&self, file: &FileId) -> bool {
        self.inner.claims(file)
    }

    fn evaluate(&self, files: &dyn Files, root: &str, inputs: &Inputs) -> Evaluation {
        let mut state = self.state.lock().unwrap();
        state.n_entered += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |it| it.is_closed).unwrap());
        let text = files.read(&FileId::new("main.tf"));
        assert!(!text.is_ok_and(|it| it.contains("PANIC")), "as the text says");
        self.inner.evaluate(files, root, inputs)
    }

    fn set_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
        value: &ir::Value,
    ) -> Option<Vec<(FileId, TextEdit)>> {
        self.inner.set_attribute(files, resource, path, value)
    }

    fn remove_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
    ) -> Option<Vec<(FileId, TextEdit)>> {
        self.inner.remove_attribute(files, resource, path)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_request_is_answered_at_once() {
    let gate = Gate::new();
    let mut client = Client::ready_with(gate.clone(), &["utf-16"]).await;
    gate.set(true);
    client.open("main.tf", &volume(10)).await;
    let id = client.begin("textDocument/hover", client.at("main.tf", 0, 3)).await;
    gate.wait_entered(1);
    client.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(client.answer(id).await["error"]["code"], json!(REQUEST_CANCELLED));
    gate.set(false);
    assert_eq!(client.hints("main.tf").await, ["0:31 $1.00/mo", "1:11 $1.00/mo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overtaken_request_is_content_modified() {
    let gate = Gate::new();
    let mut client = Client::ready_with(gate.clone(), &["utf-16"]).await;
    gate.set(true);
    client.open("main.tf", &volume(10)).await;
    let id = client.begin("textDocument/inlayHint", client.whole("main.tf")).await;
    gate.wait_entered(1);
    client.change("main.tf", 2, None, &volume(20)).await;
    // The next request is read after the edit: when it stands at the gate as well, the edit is in.
    let next = client.begin("textDocument/inlayHint", client.whole("main.tf")).await;
    gate.wait_entered(2);
    gate.set(false);
    assert_eq!(client.answer(id).await["error"]["code"], json!(CONTENT_MODIFIED));
    let hints = client.answer(next).await;
    assert_eq!(hints["result"][0]["label"], json!("$2.00/mo"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_costs_one_answer() {
    let gate = Gate::new();
    let mut client = Client::ready_with(gate, &["utf-16"]).await;
    client.open("main.tf", "# PANIC\n").await;
    let answer = client.request("textDocument/inlayHint", client.whole("main.tf")).await;
    assert_eq!(answer["error"]["code"], json!(-32603), "{answer}");
    client.change("main.tf", 2, None, &volume(10)).await;
    assert_eq!(client.hints("main.tf").await, ["0:31 $1.00/mo", "1:11 $1.00/mo"]);
}
