//! What editors show, in the encoding they chose.

use serde_json::json;

use super::client::Client;
use super::*;

/// The letter before the block counts 4 bytes and 2 UTF-16 units.
async fn check_encoding(offered: &[&str], chosen: &str, end: u32) {
    let mut client = Client::ready(offered).await;
    let source = "/* 😀 */ resource \"aws_ebs_volume\" \"d\" {\n  size = 10 # é\n}\n";
    client.open("main.tf", source).await;
    let hint = format!("0:{end} $1.00/mo");
    assert_eq!(client.hints("main.tf").await.first(), Some(&hint), "{chosen}");
    // The second of two edits lies behind letters of several units.
    let behind = end - 4;
    client.change("main.tf", 2, Some([0, behind, 0, behind + 1]), "x").await;
    client.change("main.tf", 3, Some([1, 9, 1, 11]), "30").await;
    let answer = client.request("textDocument/hover", client.at("main.tf", 0, end - 1)).await;
    let text = answer["result"]["contents"]["value"].as_str().unwrap_or_else(|| panic!("{answer}"));
    assert!(text.starts_with("`aws_ebs_volume.x` · $3.00/mo"), "{text}");
    assert_eq!(answer["result"]["range"]["end"]["character"], json!(end));
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_in_utf16_by_default() {
    check_encoding(&["utf-16"], "utf-16", 40).await;
    check_encoding(&[], "utf-16", 40).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_in_utf8_where_offered() {
    check_encoding(&["utf-8", "utf-16"], "utf-8", 42).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_squiggle_with_the_version_and_go_away() {
    let mut client = Client::ready(&["utf-16"]).await;
    client.open(".cloudoptima.yaml", "budgets:\n  - name: team\n    monthly: 5\n").await;
    client.open("main.tf", &volume(100)).await;
    let uri = json!(client.uri("main.tf"));
    let published = |version: i64| {
        let uri = uri.clone();
        move |it: &serde_json::Value| {
            let params = &it["params"];
            it["method"] == json!("textDocument/publishDiagnostics")
                && params["uri"] == uri
                && params["version"] == json!(version)
        }
    };
    let shown = client.wait_for(published(1)).await;
    let messages: Vec<&str> = shown["params"]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["message"].as_str().unwrap())
        .collect();
    assert!(messages.contains(&"Budget \"team\" exceeded: $10.00/mo of $5.00/mo (+$5.00)"), "{messages:?}");
    client.change("main.tf", 2, Some([1, 9, 1, 12]), "40").await;
    let shown = client.wait_for(published(2)).await;
    assert!(!shown.to_string().contains("Budget"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_fix_edits_the_unsaved_text() {
    let mut client = Client::ready(&["utf-16"]).await;
    client.open("main.tf", "resource \"aws_ebs_volume\" \"d\" {\n  type = \"gp2\"\n  size = 100\n}\n").await;
    let place = json!({"line": 1, "character": 11});
    let params = json!({
        "textDocument": {"uri": client.uri("main.tf")}, "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": ["quickfix"]},
    });
    let answer = client.request("textDocument/codeAction", params).await;
    let action = &answer["result"][0];
    assert!(
        action["title"].as_str().unwrap().starts_with("Use gp3 instead of gp2 (saves $2.00/mo)"),
        "{answer}"
    );
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], json!(1));
    let range = json!({"start": {"line": 1, "character": 9}, "end": {"line": 1, "character": 14}});
    assert_eq!(change["edits"], json!([{"range": range, "newText": "\"gp3\""}]));
}

#[tokio::test(flavor = "multi_thread")]
async fn tooltips_and_the_breakdown_come_when_asked_for() {
    let mut client = Client::ready(&["utf-16"]).await;
    client.open("main.tf", &volume(10)).await;
    let hints = client.request("textDocument/inlayHint", client.whole("main.tf")).await;
    assert!(hints["result"][0].get("tooltip").is_none());
    let hint = client.request("inlayHint/resolve", hints["result"][0].clone()).await;
    let tooltip = hint["result"]["tooltip"]["value"].as_str().unwrap_or_else(|| panic!("{hint}"));
    assert!(tooltip.contains("| 10 GB | $0.10 | $1.00 |"), "{tooltip}");
    let command = json!({"command": crate::ext::BREAKDOWN_COMMAND, "arguments": []});
    let breakdown = client.request("workspace/executeCommand", command).await;
    assert!(breakdown["result"].as_str().unwrap().starts_with("# Monthly cost: $1.00/mo"), "{breakdown}");
}
