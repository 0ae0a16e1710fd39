//! Functions of strings. Lengths and positions count letters as readers see them (grapheme clusters).

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Type, Value};
use unicode_segmentation::UnicodeSegmentation;

use super::args::{arg, count, list_of_texts, text, texts, whole};
use crate::expr::eval::MAX_STRING;
use crate::expr::normalize;
use crate::expr::operate::unknown_from;

type Result = std::result::Result<Value, String>;

fn string(text: &str) -> Result {
    Ok(Value::string(normalize(text)))
}

pub(super) fn chomp(args: &[Value]) -> Result {
    string(text(args, 0)?.trim_end_matches(['\r', '\n']))
}

pub(super) fn endswith(args: &[Value]) -> Result {
    Ok(Value::bool(text(args, 0)?.ends_with(&*text(args, 1)?)))
}

/// The known beginning of an unknown string may decide.
pub(super) fn startswith(args: &[Value]) -> Result {
    let (value, prefix) = (arg(args, 0)?, arg(args, 1)?);
    let marks = value.marks.union(prefix.marks);
    if value.is_null() || prefix.is_null() {
        return Err("argument must not be null".to_owned());
    }
    let answer = match (&value.data, &prefix.data) {
        (_, Data::Unknown(unknown)) => unknown_from(unknown, Type::Bool),
        (Data::Unknown(unknown), _) => {
            let wanted = text(args, 1)?;
            match &unknown.prefix {
                _ if wanted.is_empty() => Value::bool(true),
                Some(known) if known.starts_with(&*wanted) => Value::bool(true),
                Some(known) if !wanted.starts_with(&**known) => Value::bool(false),
                _ => unknown_from(unknown, Type::Bool),
            }
        }
        _ => Value::bool(text(args, 0)?.starts_with(&*text(args, 1)?)),
    };
    Ok(answer.with_marks(marks))
}

pub(super) fn strcontains(args: &[Value]) -> Result {
    Ok(Value::bool(text(args, 0)?.contains(&*text(args, 1)?)))
}

/// Every line but the first is moved in.
pub(super) fn indent(args: &[Value]) -> Result {
    let (n, text) = (count(args, 0)?, text(args, 1)?);
    let n_lines = text.matches('\n').count();
    check_length(n.saturating_mul(n_lines))?;
    string(&text.replace('\n', &format!("\n{}", " ".repeat(n.min(MAX_STRING)))))
}

fn check_length(length: usize) -> std::result::Result<(), String> {
    if length > MAX_STRING { Err("the text is longer than 1 MiB".to_owned()) } else { Ok(()) }
}

pub(super) fn join(args: &[Value]) -> Result {
    let separator = text(args, 0)?;
    if args.len() < 2 {
        return Err("at least one list is required".to_owned());
    }
    let mut parts = Vec::new();
    for idx in 1..args.len() {
        parts.extend(texts(args, idx)?);
    }
    let length = parts.iter().map(|part| part.len() + separator.len()).sum();
    check_length(length)?;
    string(&parts.join(&*separator))
}

/// Letter by letter: `ß` stays one letter.
fn map_letters(text: &str, map: impl Fn(char) -> char) -> Result {
    string(&text.chars().map(map).collect::<String>())
}

fn only<I: Iterator<Item = char>>(letter: char, mut mapped: I) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

pub(super) fn lower(args: &[Value]) -> Result {
    map_letters(&text(args, 0)?, |letter| only(letter, letter.to_lowercase()))
}

pub(super) fn upper(args: &[Value]) -> Result {
    map_letters(&text(args, 0)?, |letter| only(letter, letter.to_uppercase()))
}

/// A capital at the start of every word; what counts as a word is as in Go's `strings.Title`.
pub(super) fn title(args: &[Value]) -> Result {
    let mut in_word = false;
    let text = text(args, 0)?;
    let made = text.chars().map(|letter| {
        let starts = !in_word;
        in_word = letter == '_' || letter.is_alphanumeric() || !letter.is_ascii() && !letter.is_whitespace();
        if starts { only(letter, letter.to_uppercase()) } else { letter }
    });
    string(&made.collect::<String>())
}

/// A pattern between two slashes is a regular expression.
pub(super) fn replace(args: &[Value]) -> Result {
    let (text, pattern, with) = (text(args, 0)?, text(args, 1)?, text(args, 2)?);
    let expression = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let worst = text.len().saturating_mul(with.len().saturating_add(1));
    let replaced = match expression {
        _ if worst > MAX_STRING << 4 => return Err("the text is longer than 1 MiB".to_owned()),
        Some(expression) => compile(expression)?.replace_all(&text, &*with).into_owned(),
        None => text.replace(&*pattern, &with),
    };
    check_length(replaced.len())?;
    string(&replaced)
}

/// RE2's `\d`, `\w`, `\s` and `\b` know ASCII only.
fn ascii_classes(pattern: &str) -> String {
    let (mut out, mut letters, mut in_class) = (String::new(), pattern.chars(), false);
    while let Some(letter) = letters.next() {
        in_class = match letter {
            '[' => true,
            ']' => false,
            _ => in_class,
        };
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let class = match letters.next() {
            Some('d') => "0-9",
            Some('w') => "0-9A-Za-z_",
            Some('s') => r"\t\n\x0c\r ",
            Some('b') if !in_class => {
                out.push_str(r"(?-u:\b)");
                continue;
            }
            other => {
                out.push('\\');
                out.extend(other);
                continue;
            }
        };
        out.push_str(&if in_class { class.to_owned() } else { format!("[{class}]") });
    }
    out
}

fn compile(pattern: &str) -> std::result::Result<regex::Regex, String> {
    regex::RegexBuilder::new(&ascii_classes(pattern))
        .size_limit(1 << 20)
        .build()
        .map_err(|error| format!("invalid regular expression pattern: {error}"))
}

pub(super) fn regex(args: &[Value]) -> Result {
    let (pattern, text) = (text(args, 0)?, text(args, 1)?);
    let pattern = compile(&pattern)?;
    let captures = pattern.captures(&text).ok_or("pattern did not match any part of the given string")?;
    groups(&pattern, &captures)
}

pub(super) fn regexall(args: &[Value]) -> Result {
    let (pattern, text) = (text(args, 0)?, text(args, 1)?);
    let pattern = compile(&pattern)?;
    let found = pattern.captures_iter(&text).map(|captures| groups(&pattern, &captures));
    let found = found.collect::<std::result::Result<Vec<_>, _>>()?;
    let element = found.first().map_or(Type::String, |_| group_type(&pattern));
    Ok(Data::List(element, found.into()).into())
}

/// The whole match without groups; a tuple of unnamed groups; an object of named ones.
fn groups(pattern: &regex::Regex, captures: &regex::Captures<'_>) -> Result {
    let part = |idx: usize| match captures.get(idx) {
        Some(found) => Value::string(found.as_str()),
        None => Data::Null(Type::String).into(),
    };
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(part(0));
    }
    if names.iter().all(Option::is_none) {
        return Ok(Value::tuple((1..=names.len()).map(part)));
    }
    let named = names.iter().enumerate().map(|(idx, name)| {
        let name = name
            .ok_or("invalid regular expression pattern: cannot mix both named and unnamed capture groups")?;
        Ok((Arc::from(name), part(idx + 1)))
    });
    Ok(Data::Object(Arc::new(named.collect::<std::result::Result<BTreeMap<_, _>, String>>()?)).into())
}

fn group_type(pattern: &regex::Regex) -> Type {
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    if names.is_empty() {
        return Type::String;
    }
    if names.iter().all(Option::is_none) {
        return Type::Tuple(names.iter().map(|_| Type::String).collect());
    }
    Type::Object(Arc::new(names.into_iter().flatten().map(|name| (Arc::from(name), Type::String)).collect()))
}

/// An empty separator cuts between code points.
pub(super) fn split(args: &[Value]) -> Result {
    let (separator, text) = (text(args, 0)?, text(args, 1)?);
    if text.is_empty() && separator.is_empty() {
        return Ok(list_of_texts(Vec::<Arc<str>>::new()));
    }
    if separator.is_empty() {
        return Ok(list_of_texts(text.chars().map(|letter| letter.to_string())));
    }
    Ok(list_of_texts(text.split(&*separator)))
}

pub(super) fn strrev(args: &[Value]) -> Result {
    string(&text(args, 0)?.graphemes(true).rev().collect::<String>())
}

/// A negative offset counts from the end; a negative length goes to the end.
pub(super) fn substr(args: &[Value]) -> Result {
    let (text, offset, length) = (text(args, 0)?, whole(args, 1)?, whole(args, 2)?);
    let letters: Vec<&str> = text.graphemes(true).collect();
    let n_letters = i64::try_from(letters.len()).unwrap_or(i64::MAX);
    let start = if offset < 0 { (offset + n_letters).max(0) } else { offset };
    // As Terraform: nothing from the end is everything up to the end.
    let n_taken = if length < 0 || length == 0 && offset < 0 { i64::MAX } else { length };
    let (start, n_taken) =
        (usize::try_from(start).unwrap_or(usize::MAX), usize::try_from(n_taken).unwrap_or(usize::MAX));
    string(&letters.into_iter().skip(start).take(n_taken).collect::<String>())
}

pub(super) fn trim(args: &[Value]) -> Result {
    let cut = text(args, 1)?;
    string(text(args, 0)?.trim_matches(|letter| cut.contains(letter)))
}

pub(super) fn trimprefix(args: &[Value]) -> Result {
    let (text, prefix) = (text(args, 0)?, text(args, 1)?);
    string(text.strip_prefix(&*prefix).unwrap_or(&text))
}

pub(super) fn trimsuffix(args: &[Value]) -> Result {
    let (text, suffix) = (text(args, 0)?, text(args, 1)?);
    string(text.strip_suffix(&*suffix).unwrap_or(&text))
}

pub(super) fn trimspace(args: &[Value]) -> Result {
    string(text(args, 0)?.trim())
}
