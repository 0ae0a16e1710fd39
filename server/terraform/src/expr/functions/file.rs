//! Functions of files and paths. Files are read through the scope, which fences them to the workspace.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ir::{Data, Type, Value};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::args::{arg, text};
use super::crypto;
use crate::expr::equal::set_of;
use crate::expr::eval::Run;
use crate::expr::operate::unknown_from;
use crate::expr::{Scope, normalize, parse_template};

type Result = std::result::Result<Value, String>;

/// Where the text of a template comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `templatefile`
    File,
    /// `templatestring`
    Text,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::File => "templatefile",
            Self::Text => "templatestring",
        }
    }
}

fn read(scope: &dyn Scope, args: &[Value]) -> std::result::Result<Arc<str>, String> {
    let path = text(args, 0)?;
    scope.read_file(&path).map_err(|message| format!("no file is read at {path:?}: {message}"))
}

pub(super) fn file(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(Value::string(normalize(&read(scope, args)?)))
}

pub(super) fn filebase64(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(Value::string(STANDARD.encode(read(scope, args)?.as_bytes())))
}

pub(super) fn filemd5(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::hex::<Md5>(read(scope, args)?.as_bytes()))
}

pub(super) fn filesha1(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::hex::<Sha1>(read(scope, args)?.as_bytes()))
}

pub(super) fn filesha256(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::hex::<Sha256>(read(scope, args)?.as_bytes()))
}

pub(super) fn filebase64sha256(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::base64::<Sha256>(read(scope, args)?.as_bytes()))
}

pub(super) fn filesha512(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::hex::<Sha512>(read(scope, args)?.as_bytes()))
}

pub(super) fn filebase64sha512(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(crypto::base64::<Sha512>(read(scope, args)?.as_bytes()))
}

pub(super) fn fileexists(scope: &dyn Scope, args: &[Value]) -> Result {
    Ok(Value::bool(scope.read_file(&text(args, 0)?).is_ok()))
}

/// Paths under a folder that match a pattern; only `**` goes down.
pub(super) fn fileset(scope: &dyn Scope, args: &[Value]) -> Result {
    let pattern = glob(&text(args, 1)?)?;
    let paths = scope.list_dir(&text(args, 0)?)?;
    let found = paths.iter().filter(|path| pattern.is_match(path)).map(|path| Value::string(path.as_str()));
    Ok(set_of(Type::String, found.collect()))
}

/// A pattern of `*`, `**`, `?`, `[…]` and `{a,b}` as a regular expression.
fn glob(pattern: &str) -> std::result::Result<regex::Regex, String> {
    let mut out = String::from("^");
    let mut letters = pattern.strip_prefix("./").unwrap_or(pattern).chars().peekable();
    let (mut n_open, mut in_class) = (0, false);
    while let Some(letter) = letters.next() {
        match letter {
            ']' => {
                in_class = false;
                out.push(letter);
            }
            '^' | '-' if in_class => out.push(letter),
            '*' if letters.next_if_eq(&'*').is_some() => {
                out.push_str(if letters.next_if_eq(&'/').is_some() { "(?:[^/]+/)*" } else { ".*" });
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '{' => {
                n_open += 1;
                out.push_str("(?:");
            }
            '}' if n_open > 0 => {
                n_open -= 1;
                out.push(')');
            }
            ',' if n_open > 0 => out.push('|'),
            '[' => {
                in_class = true;
                out.push(letter);
            }
            _ => out.push_str(&regex::escape(&letter.to_string())),
        }
    }
    out.push('$');
    regex::Regex::new(&out)
        .map_err(|_| format!("failed to glob pattern {pattern:?}: syntax error in pattern"))
}

/// The path without `.`, `..` and double slashes where the text alone tells.
fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            _ => parts.push(part),
        }
    }
    match (absolute, parts.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".to_owned(),
        (false, joined) => joined,
    }
}

pub(super) fn abspath(scope: &dyn Scope, args: &[Value]) -> Result {
    let path = text(args, 0)?;
    if path.starts_with('/') {
        return Ok(Value::string(clean(&path)));
    }
    let why = || ir::Why::Function("abspath".into(), "the folder of the run is not known".into());
    Ok(match scope.working_dir() {
        Some(folder) => Value::string(clean(&format!("{folder}/{path}"))),
        None => Value::unknown(why()),
    })
}

pub(super) fn basename(args: &[Value]) -> Result {
    let path = text(args, 0)?;
    let trimmed = path.trim_end_matches('/');
    Ok(Value::string(match trimmed.rsplit('/').next() {
        _ if path.is_empty() => ".",
        Some("") | None => "/",
        Some(name) => name,
    }))
}

pub(super) fn dirname(args: &[Value]) -> Result {
    let path = text(args, 0)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(Value::string(if folder.is_empty() && path.starts_with('/') { "/".to_owned() } else { clean(folder) }))
}

/// `~` stands for a home folder, which is not looked at here.
pub(super) fn pathexpand(args: &[Value]) -> Result {
    let path = text(args, 0)?;
    if path.starts_with('~') {
        let why = ir::Why::Function("pathexpand".into(), "home folders are not looked at".into());
        return Ok(Value::unknown(why));
    }
    Ok(Value::string(path))
}

/// Renders a template with the given names.
pub(super) fn template(run: &mut Run<'_>, kind: Kind, args: &[Value], offset: usize) -> Value {
    let unknown = args.iter().find_map(Value::as_unknown);
    if let Some(unknown) = unknown {
        return unknown_from(unknown, Type::Any);
    }
    let name = kind.name();
    let source = match template_source(run.scope, kind, args) {
        Ok(source) => source,
        Err(message) => return run.fail(format!("Error in function call: {name}: {message}"), offset),
    };
    let names = match arg(args, 1).map(|names| &names.data) {
        Ok(Data::Object(names) | Data::Map(_, names)) => Arc::clone(names),
        _ => {
            let message = format!("Error in function call: {name}: invalid vars value: must be a map");
            return run.fail(message, offset);
        }
    };
    let expr = match parse_template(&source) {
        Ok(expr) => expr,
        Err(error) => return run.fail(format!("Error in function call: {name}: {error}"), offset),
    };
    let vars = names.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect();
    let outer = std::mem::replace(&mut run.vars, vars);
    let value = run.eval(&expr);
    run.vars = outer;
    value
}

fn template_source(scope: &dyn Scope, kind: Kind, args: &[Value]) -> std::result::Result<Arc<str>, String> {
    match kind {
        Kind::File => read(scope, args),
        Kind::Text => text(args, 0),
    }
}
