//! One line of the `console` command: an expression in, a JSON object out.

use ir::Data;

use super::{Scope, evaluate, json};

/// Evaluates one line: `{"value": …}`, `{"error": "…"}` or `{"unknown": "…"}`; numbers are exact.
pub fn console_line(text: &str, scope: &dyn Scope) -> String {
    let expr = match super::parse(text) {
        Ok(expr) => expr,
        Err(error) => return object("error", &error.message),
    };
    let outcome = evaluate(&expr, scope);
    if let Some(failure) = outcome.failures.first() {
        return object("error", &failure.message);
    }
    let sensitive = if outcome.value.all_marks().sensitive { ",\"sensitive\":true" } else { "" };
    match &outcome.value.data {
        Data::Unknown(unknown) => object("unknown", &unknown.why.to_string()),
        _ => format!("{{\"value\":{}{sensitive}}}", json::json_text(&outcome.value)),
    }
}

fn object(key: &str, text: &str) -> String {
    let mut out = format!("{{\"{key}\":");
    json::write_string(text, &mut out);
    out.push('}');
    out
}
