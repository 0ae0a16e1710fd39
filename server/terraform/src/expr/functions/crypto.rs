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

/// The version 5 UUID of a name in a namespace (RFC 9562, section 5.5).
pub(super) fn uuidv5(args: &[Value]) -> Result {
    let (namespace, name) = (text(args, 0)?, text(args, 1)?);
    let namespace = namespace_bytes(&namespace)
        .ok_or_else(|| format!("uuidv5() doesn't support namespace {namespace}"))?;
    let digest = Sha1::new().chain_update(namespace.to_be_bytes()).chain_update(name.as_bytes()).finalize();
    let bytes = digest.iter().take(16).fold(0u128, |bytes, byte| bytes << 8 | u128::from(*byte));
    let version = bytes & !(0xf << 76) | 0x5 << 76;
    let variant = version & !(0b11 << 62) | 0b10 << 62;
    let digits = format!("{variant:032x}");
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let groups: Vec<&str> = groups.iter().filter_map(|(start, end)| digits.get(*start..*end)).collect();
    Ok(Value::string(groups.join("-")))
}

/// The namespaces of RFC 9562, section 6.6, or any UUID.
fn namespace_bytes(name: &str) -> Option<u128> {
    let digits = match name {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        _ => name.strip_prefix("urn:uuid:").unwrap_or(name),
    };
    let digits = digits.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(digits);
    let groups: Vec<usize> = digits.split('-').map(str::len).collect();
    let plain = digits.replace('-', "");
    let shaped = matches!(groups.as_slice(), [32] | [8, 4, 4, 4, 12]);
    let hexadecimal = plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    u128::from_str_radix(&plain, 16).ok().filter(|_| shaped && hexadecimal)
}
