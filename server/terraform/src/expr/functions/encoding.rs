//! Texts of other formats: JSON, CSV, base64, URLs.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ir::{Data, Number, Type, Value};

use super::args::{arg, text};
use crate::expr::eval::MAX_STRING;
use crate::expr::normalize;
use crate::expr::operate::unknown_from;

type Result = std::result::Result<Value, String>;

pub(super) fn base64encode(args: &[Value]) -> Result {
    Ok(Value::string(STANDARD.encode(text(args, 0)?.as_bytes())))
}

pub(super) fn base64decode(args: &[Value]) -> Result {
    let text = text(args, 0)?;
    let compact: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    let bytes = STANDARD.decode(compact).map_err(|_| "failed to decode base64 data")?;
    let decoded = String::from_utf8(bytes)
        .map_err(|_| "the result of decoding the provided string is not valid UTF-8")?;
    Ok(Value::string(normalize(&decoded)))
}

pub(super) fn urlencode(args: &[Value]) -> Result {
    let mut out = String::new();
    for byte in text(args, 0)?.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(Value::string(out))
}

/// A list of objects, one attribute for each column of the first line.
pub(super) fn csvdecode(args: &[Value]) -> Result {
    let text = text(args, 0)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    if headers.is_empty() {
        return Err("missing header line".to_owned());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(Value::object(
            headers.iter().zip(&record).map(|(name, field)| (name, Value::string(normalize(field)))),
        ));
    }
    let names: BTreeMap<Arc<str>, Type> = headers.iter().map(|name| (name.into(), Type::String)).collect();
    if names.len() != headers.len() {
        return Err("duplicate column name".to_owned());
    }
    Ok(Data::List(Type::Object(Arc::new(names)), rows.into()).into())
}

/// JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped.
pub(super) fn jsonencode(args: &[Value]) -> Result {
    let value = arg(args, 0)?;
    let marks = value.all_marks();
    if let Some(unknown) = value.first_unknown() {
        return Ok(unknown_from(unknown, Type::String).with_marks(marks));
    }
    let mut out = String::new();
    write_json(value, &mut out)?;
    Ok(Value::string(normalize(&out)).with_marks(marks))
}

pub(super) fn write_json(value: &Value, out: &mut String) -> std::result::Result<(), String> {
    if out.len() > MAX_STRING {
        return Err("the text is longer than 1 MiB".to_owned());
    }
    match &value.data {
        Data::Null(_) | Data::Unknown(_) => out.push_str("null"),
        Data::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Data::Number(number) if !number.is_finite() => {
            return Err("cannot serialize infinity as JSON".to_owned());
        }
        Data::Number(number) => out.push_str(&number.to_string()),
        Data::String(text) => write_json_string(text, out),
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => {
            out.push('[');
            for (idx, item) in items.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_json(item, out)?;
            }
            out.push(']');
        }
        Data::Object(items) | Data::Map(_, items) => {
            out.push('{');
            for (idx, (key, item)) in items.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_json_string(key, out);
                out.push(':');
                write_json(item, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

pub(super) fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

pub(super) fn jsondecode(args: &[Value]) -> Result {
    let text = text(args, 0)?;
    let mut reader = serde_json::Deserializer::from_str(&text);
    let value =
        serde::de::DeserializeSeed::deserialize(JsonValue, &mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|_| "extraneous data after JSON object".to_owned())?;
    Ok(value)
}

/// From 2^53 on, a double does not hold every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads JSON into a value.
struct JsonValue;

impl<'de> serde::de::DeserializeSeed<'de> for JsonValue {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> std::result::Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> serde::de::Visitor<'de> for JsonValue {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::null())
    }

    fn visit_bool<E>(self, flag: bool) -> std::result::Result<Value, E> {
        Ok(Value::bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Value, E> {
        Ok(Value::number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<Value, E> {
        self.visit_number(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<Value, E> {
        // The reader has rounded it already: no answer is better than a wrong one.
        if number.abs() >= EXACT {
            return Err(E::custom("a number of more than 64 bits is not read exactly"));
        }
        self.visit_number(&number.to_string())
    }

    fn visit_str<E>(self, text: &str) -> std::result::Result<Value, E> {
        Ok(Value::string(normalize(text)))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(JsonValue)? {
            found.push(item);
        }
        Ok(Value::tuple(found))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut found: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        while let Some(key) = items.next_key::<String>()? {
            found.insert(normalize(&key), items.next_value_seed(JsonValue)?);
        }
        Ok(Data::Object(Arc::new(found)).into())
    }
}

impl JsonValue {
    fn visit_number<E: serde::de::Error>(self, digits: &str) -> std::result::Result<Value, E> {
        let number: Number = digits.parse().map_err(|()| E::custom("the number is too large"))?;
        Ok(Value::number(number))
    }
}
