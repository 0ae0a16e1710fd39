//! Base64 of texts in other encodings than UTF-8.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ir::{Value, Why};

use super::args::text;
use crate::expr::normalize;

type Result = std::result::Result<Value, String>;

/// The encodings that are read and written, of the many that Terraform takes.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    /// With a byte order mark, or big-endian.
    Utf16,
    Utf16Le,
    Utf16Be,
    Latin1,
    Ascii,
}

impl Encoding {
    /// By an IANA name or alias, in any case.
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" => Self::Utf8,
            "utf-16" => Self::Utf16,
            "utf-16le" => Self::Utf16Le,
            "utf-16be" => Self::Utf16Be,
            "iso-8859-1" | "iso_8859-1" | "latin1" => Self::Latin1,
            "us-ascii" => Self::Ascii,
            _ => return None,
        })
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
        let units = || text.encode_utf16();
        Some(match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16 => std::iter::once(0xfeff).chain(units()).flat_map(u16::to_be_bytes).collect(),
            Self::Utf16Le => units().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => units().flat_map(u16::to_be_bytes).collect(),
            Self::Latin1 => text.chars().map(|letter| u8::try_from(letter).ok()).collect::<Option<_>>()?,
            Self::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec())?,
        })
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Self::Utf16 => match bytes {
                [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
                [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
                _ => utf16(bytes, u16::from_be_bytes),
            },
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes),
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes),
            Self::Latin1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Self::Ascii => bytes.is_ascii().then(|| String::from_utf8(bytes.to_vec()).ok())?,
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}

fn not_read(function: &str, name: &str) -> Value {
    Value::unknown(Why::Function(function.into(), format!("the encoding {name:?} is not read").into()))
}

pub(super) fn textencodebase64(args: &[Value]) -> Result {
    let (source, name) = (text(args, 0)?, text(args, 1)?);
    let Some(encoding) = Encoding::named(&name) else { return Ok(not_read("textencodebase64", &name)) };
    let bytes = encoding.encode(&source).ok_or_else(|| {
        format!("the given string contains characters that cannot be represented in {name}")
    })?;
    Ok(Value::string(STANDARD.encode(bytes)))
}

pub(super) fn textdecodebase64(args: &[Value]) -> Result {
    let (source, name) = (text(args, 0)?, text(args, 1)?);
    let Some(encoding) = Encoding::named(&name) else { return Ok(not_read("textdecodebase64", &name)) };
    let bytes =
        STANDARD.decode(source.as_bytes()).map_err(|_| "the given value has an invalid base64 symbol")?;
    let decoded = encoding
        .decode(&bytes)
        .ok_or_else(|| format!("the given string contains symbols that are not defined for {name}"))?;
    Ok(Value::string(normalize(&decoded)))
}
