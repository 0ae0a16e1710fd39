//! From the handshake to the exit, and what clients get wrong on the way.

use serde_json::{Value, json};
use terraform::Terraform;

use super::client::Client;
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn from_handshake_to_exit() {
    let mut client = Client::start(Arc::new(Terraform::default()));
    let early = client.request("textDocument/hover", client.at("main.tf", 0, 0)).await;
    assert_eq!(early["error"]["code"], json!(-32002), "not initialized");
    let params = client.initialize_params(&["utf-16"]);
    let answer = client.request("initialize", params).await;
    assert_eq!(answer["result"]["capabilities"]["textDocumentSync"]["change"], json!(2));
    client.notify("initialized", json!({})).await;
    assert_eq!(client.request("shutdown", Value::Null).await["result"], Value::Null);
    let late = client.request("textDocument/hover", client.at("main.tf", 0, 0)).await;
    assert_eq!(late["error"]["code"], json!(-32600), "shut down");
    client.notify("exit", Value::Null).await;
    (&mut client.server).await.expect("the server ends by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_pulled_and_act() {
    let mut client = Client::ready(&["utf-16"]).await;
    client.message("workspace/configuration").await;
    client.open("main.tf", &volume(10)).await;
    assert_eq!(client.hints("main.tf").await.len(), 2);
    *client.settings.lock().unwrap() = json!({"hints": {"enabled": false}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null})).await;
    client.message("workspace/inlayHint/refresh").await;
    assert_eq!(client.hints("main.tf").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_changed_outside_move_the_hints() {
    let mut client = Client::ready(&["utf-16"]).await;
    std::fs::write(client.folder.join("variables.tf"), "variable \"gb\" {\n  default = 10\n}\n").unwrap();
    client.open("main.tf", "resource \"aws_ebs_volume\" \"d\" {\n  size = var.gb\n}\n").await;
    assert_eq!(client.hints("main.tf").await, ["0:31 $1.00/mo", "1:15 $1.00/mo"]);
    client.message("cloudoptima/statusChanged").await;
    std::fs::write(client.folder.join("variables.tf"), "variable \"gb\" {\n  default = 20\n}\n").unwrap();
    let changes = json!({"changes": [{"uri": client.uri("variables.tf"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes).await;
    client.message("workspace/inlayHint/refresh").await;
    assert_eq!(client.hints("main.tf").await, ["0:31 $2.00/mo", "1:15 $2.00/mo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_come_and_go() {
    let mut client = Client::ready(&["utf-16"]).await;
    let mut other = Client::start(Arc::new(Terraform::default()));
    std::fs::write(other.folder.join("main.tf"), volume(50)).unwrap();
    client.open("main.tf", &volume(10)).await;
    let total = |status: Value| status["result"]["label"].as_str().unwrap().to_owned();
    assert_eq!(total(client.request("cloudoptima/status", json!({})).await), "$1.00/mo");
    let folder = json!([{"uri": other.uri(""), "name": "other"}]);
    let added = json!({"event": {"added": folder, "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", added).await;
    assert_eq!(total(client.request("cloudoptima/status", json!({})).await), "$6.00/mo");
    let removed = json!({"event": {"added": [], "removed": folder}});
    client.notify("workspace/didChangeWorkspaceFolders", removed).await;
    assert_eq!(total(client.request("cloudoptima/status", json!({})).await), "$1.00/mo");
    other.notify("exit", Value::Null).await;
}
