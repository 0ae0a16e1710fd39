//! `yamldecode` and `yamlencode`: YAML 1.1 as Terraform reads and writes it.

mod decode;
mod encode;
mod scalar;

use std::sync::Arc;

use ir::{Type, Value};

use super::args::{arg, text};
use crate::expr::normalize;
use crate::expr::operate::unknown_from;

type Result<T = Value> = std::result::Result<T, String>;

pub(super) fn yamldecode(args: &[Value]) -> Result {
    let text: Arc<str> = text(args, 0)?;
    decode::decode(&text)
}

pub(super) fn yamlencode(args: &[Value]) -> Result {
    let value = arg(args, 0)?;
    let marks = value.all_marks();
    if let Some(unknown) = value.first_unknown() {
        return Ok(unknown_from(unknown, Type::String).with_marks(marks));
    }
    Ok(Value::string(normalize(&encode::encode(value)?)).with_marks(marks))
}
