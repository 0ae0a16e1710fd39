//! Digests.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ir::Value;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::args::text;

type Result = std::result::Result<Value, String>;

/// The digest's bytes as small hexadecimal digits.
pub(super) fn hex<D: Digest>(bytes: &[u8]) -> Value {
    let digits: String = D::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Value::string(digits)
}

/// The digest's bytes in base64.
pub(super) fn base64<D: Digest>(bytes: &[u8]) -> Value {
    Value::string(STANDARD.encode(D::digest(bytes)))
}

pub(super) fn md5(args: &[Value]) -> Result {
    Ok(hex::<Md5>(text(args, 0)?.as_bytes()))
}

pub(super) fn sha1(args: &[Value]) -> Result {
    Ok(hex::<Sha1>(text(args, 0)?.as_bytes()))
}

pub(super) fn sha256(args: &[Value]) -> Result {
    Ok(hex::<Sha256>(text(args, 0)?.as_bytes()))
}

pub(super) fn base64sha256(args: &[Value]) -> Result {
    Ok(base64::<Sha256>(text(args, 0)?.as_bytes()))
}

pub(super) fn sha512(args: &[Value]) -> Result {
    Ok(hex::<Sha512>(text(args, 0)?.as_bytes()))
}

pub(super) fn base64sha512(args: &[Value]) -> Result {
    Ok(base64::<Sha512>(text(args, 0)?.as_bytes()))
}
