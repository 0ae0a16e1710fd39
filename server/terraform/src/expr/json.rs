//! Values as JSON: for the `console` and `inspect` commands, with reasons where something is unknown.

use ir::{Data, Number, Value};

/// A value as JSON text with exact numbers; an unknown is `{"$unknown": "reason"}`, a set `{"$set": […]}`.
pub fn json_text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// A value as a JSON document. A number that neither 64 bits nor a double hold exactly is the nearest double.
pub fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match &value.data {
        Data::Null(_) => Json::Null,
        Data::Bool(flag) => Json::Bool(*flag),
        Data::Number(number) => json_number(number),
        Data::String(text) => Json::String(text.to_string()),
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => {
            items.iter().map(to_json).collect()
        }
        Data::Object(items) | Data::Map(_, items) => {
            items.iter().map(|(key, item)| (key.to_string(), to_json(item))).collect()
        }
        Data::Unknown(unknown) => serde_json::json!({ "$unknown": unknown.why.to_string() }),
    }
}

fn json_number(number: &Number) -> serde_json::Value {
    match number.to_i64() {
        Some(whole) => whole.into(),
        None => serde_json::Number::from_f64(number.to_f64())
            .map_or_else(|| number.to_string().into(), serde_json::Value::Number),
    }
}

fn write(value: &Value, out: &mut String) {
    match &value.data {
        Data::Null(_) => out.push_str("null"),
        Data::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Data::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
        Data::Number(number) => write_string(&number.to_string(), out),
        Data::String(text) => write_string(text, out),
        Data::Tuple(items) | Data::List(_, items) => write_items(items, out),
        Data::Set(_, items) => {
            out.push_str("{\"$set\":");
            write_items(items, out);
            out.push('}');
        }
        Data::Object(items) | Data::Map(_, items) => {
            out.push('{');
            for (idx, (key, item)) in items.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
        Data::Unknown(unknown) => {
            out.push_str("{\"$unknown\":");
            write_string(&unknown.why.to_string(), out);
            out.push('}');
        }
    }
}

fn write_items(items: &[Value], out: &mut String) {
    out.push('[');
    for (idx, item) in items.iter().enumerate() {
        if idx > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}

/// A text in quotes, with JSON's escapes, and those for every sign that some reader takes for a line's end.
pub(super) fn write_string(text: &str, out: &mut String) {
    let quoted = serde_json::Value::from(text).to_string();
    for letter in quoted.chars() {
        match letter {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)))
            }
            _ => out.push(letter),
        }
    }
}
