//! `format` and `formatlist`: the verbs of go-cty's own formatter (cty/function/stdlib/format.go).

use std::sync::Arc;

use ir::{Data, Marks, Number, Type, Value};
use unicode_segmentation::UnicodeSegmentation;

use super::args::{arg, text};
use super::encoding::{write_json, write_json_string};
use crate::expr::convert::convert;
use crate::expr::eval::MAX_STRING;
use crate::expr::normalize;
use crate::expr::operate::unknown_from;

type Result<T> = std::result::Result<T, String>;

/// Widest field and longest fraction that are written.
const MAX_WIDTH: usize = 10_000;

/// A verb with its flags: `%-8.3f`.
#[derive(Default)]
struct Verb {
    letter: char,
    plus: bool,
    minus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// 1-based, from `%[2]d`.
    arg: Option<usize>,
}

pub(super) fn format(args: &[Value]) -> Result<Value> {
    let marks = args.iter().fold(Marks::default(), |marks, arg| marks.union(arg.all_marks()));
    if arg(args, 0)?.is_null() {
        return Err("argument must not be null".to_owned());
    }
    if let Some(unknown) = args.iter().find_map(Value::first_unknown) {
        return Ok(unknown_from(unknown, Type::String).with_marks(marks));
    }
    let made = write(&text(args, 0)?, args.get(1..).unwrap_or_default())?;
    Ok(Value::string(normalize(&made)).with_marks(marks))
}

/// Lists go through together, single values stay.
pub(super) fn formatlist(args: &[Value]) -> Result<Value> {
    let marks = args.iter().fold(Marks::default(), |marks, arg| marks.union(arg.all_marks()));
    if arg(args, 0)?.is_null() {
        return Err("argument must not be null".to_owned());
    }
    if let Some(unknown) = args.iter().find_map(Value::as_unknown) {
        return Ok(unknown_from(unknown, Type::List(Arc::new(Type::String))).with_marks(marks));
    }
    let format = text(args, 0)?;
    let rest = args.get(1..).unwrap_or_default();
    let mut n_rows = None;
    for (idx, list) in rest.iter().enumerate() {
        let Some(items) = list.as_items() else { continue };
        match n_rows {
            Some(n) if n != items.len() => {
                return Err(format!(
                    "argument {} has length {}, which is inconsistent with argument 1 of length {n}",
                    idx + 1,
                    items.len()
                ));
            }
            _ => n_rows = Some(items.len()),
        }
    }
    let rows = (0..n_rows.unwrap_or(1)).map(|row| {
        let values = rest.iter().map(|value| match value.as_items() {
            Some(items) => items.get(row).cloned().ok_or_else(|| "the lists differ in length".to_owned()),
            None => Ok(value.clone()),
        });
        let values = values.collect::<Result<Vec<_>>>()?;
        match values.iter().find_map(Value::first_unknown) {
            Some(unknown) => Ok(unknown_from(unknown, Type::String)),
            None => write(&format, &values).map(|made| Value::string(normalize(&made))),
        }
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    Ok(Value::from(Data::List(Type::String, rows.into())).with_marks(marks))
}

fn write(format: &str, args: &[Value]) -> Result<String> {
    let mut out = String::new();
    let (mut next, mut used, mut explicit) = (0, 0, false);
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        if letters.next_if_eq(&'%').is_some() {
            out.push('%');
            continue;
        }
        let verb = read_verb(&mut letters)?;
        explicit |= verb.arg.is_some();
        let idx = match verb.arg {
            Some(0) => return Err("unsupported value for an argument index: 0".to_owned()),
            Some(position) => position - 1,
            None => next,
        };
        next = idx + 1;
        used = used.max(next);
        let value = args.get(idx).ok_or_else(|| {
            format!(
                "not enough arguments for \"%{}\": need index {next} but have {} total",
                verb.letter,
                args.len()
            )
        })?;
        out.push_str(
            &verb
                .apply(value)
                .map_err(|message| format!("unsupported value for \"%{}\": {message}", verb.letter))?,
        );
        if out.len() > MAX_STRING {
            return Err("the text is longer than 1 MiB".to_owned());
        }
    }
    if used < args.len() && !explicit {
        return Err(format!("too many arguments; only {used} used by format string"));
    }
    Ok(out)
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn read_verb(letters: &mut Letters<'_>) -> Result<Verb> {
    let mut verb = Verb::default();
    while let Some(flag) = letters.next_if(|letter| matches!(letter, '+' | '-' | '0' | ' ' | '#')) {
        match flag {
            '+' => verb.plus = true,
            '-' => verb.minus = true,
            '0' => verb.zero = true,
            ' ' => verb.space = true,
            _ => verb.sharp = true,
        }
    }
    read_index(letters, &mut verb)?;
    verb.width = read_digits(letters)?;
    if letters.next_if_eq(&'.').is_some() {
        verb.precision = Some(read_digits(letters)?.unwrap_or(0));
    }
    read_index(letters, &mut verb)?;
    verb.letter = letters.next().ok_or("unexpected end of format string")?;
    Ok(verb)
}

fn read_index(letters: &mut Letters<'_>, verb: &mut Verb) -> Result<()> {
    if letters.next_if_eq(&'[').is_none() {
        return Ok(());
    }
    verb.arg = Some(read_digits(letters)?.ok_or("an argument index is required")?);
    letters.next_if_eq(&']').map(|_| ()).ok_or_else(|| "an argument index must be closed".to_owned())
}

fn read_digits(letters: &mut Letters<'_>) -> Result<Option<usize>> {
    let mut digits = String::new();
    while let Some(digit) = letters.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    match digits.parse() {
        _ if digits.is_empty() => Ok(None),
        Ok(n) if n <= MAX_WIDTH => Ok(Some(n)),
        _ => Err("the width or precision is too large".to_owned()),
    }
}

impl Verb {
    fn apply(&self, value: &Value) -> Result<String> {
        match self.letter {
            'v' => self.any(value),
            't' => {
                let flag = convert(value, &Type::Bool).map_err(|_| "bool required")?;
                match flag.data {
                    Data::Bool(flag) => Ok(self.pad(if flag { "true" } else { "false" }.to_owned())),
                    _ => Err("null value cannot be formatted".to_owned()),
                }
            }
            'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => {
                match convert(value, &Type::Number)?.data {
                    Data::Number(number) => self.number(&number),
                    _ => Err("null value cannot be formatted".to_owned()),
                }
            }
            's' | 'q' => match convert(value, &Type::String)?.data {
                Data::String(text) => self.string(&text),
                _ => Err("null value cannot be formatted".to_owned()),
            },
            _ => Err("unrecognized format character".to_owned()),
        }
    }

    fn any(&self, value: &Value) -> Result<String> {
        match &value.data {
            Data::Null(_) if self.sharp => Ok(self.pad("null".to_owned())),
            Data::Null(_) => Ok(self.pad("null".to_owned())),
            Data::String(text) if !self.sharp => self.string(text),
            Data::Number(number) if !self.sharp => Ok(self.number_text(general(number, self.precision, 'v'))),
            Data::Bool(flag) if !self.sharp => Ok(self.pad(flag.to_string())),
            _ => {
                let mut out = String::new();
                write_json(value, &mut out)?;
                Ok(self.pad(out))
            }
        }
    }

    fn string(&self, text: &str) -> Result<String> {
        let cut: String = match self.precision {
            Some(n) => text.graphemes(true).take(n).collect(),
            None => text.to_owned(),
        };
        if self.letter != 'q' {
            return Ok(self.pad(cut));
        }
        let mut quoted = String::new();
        write_json_string(&cut, &mut quoted);
        Ok(self.pad(quoted))
    }

    fn number(&self, number: &Number) -> Result<String> {
        let radix = |base| number.to_radix(base).ok_or_else(|| "an integer is required".to_owned());
        let digits = self.precision.unwrap_or(6);
        Ok(self.number_text(match self.letter {
            'd' => radix(10)?,
            'b' => radix(2)?,
            'o' => prefixed(&radix(8)?, if self.sharp { "0" } else { "" }),
            'x' => prefixed(&radix(16)?, if self.sharp { "0x" } else { "" }),
            'X' => prefixed(&radix(16)?.to_uppercase(), if self.sharp { "0X" } else { "" }),
            'f' => number.to_fixed(digits),
            'e' | 'E' => exponential(number, Some(digits), self.letter),
            _ => general(number, self.precision, self.letter),
        }))
    }

    /// Sign and zeros, then blanks.
    fn number_text(&self, text: String) -> String {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None if self.plus => ("+", text.trim_start_matches('+')),
            None if self.space => (" ", text.as_str()),
            None => ("", text.as_str()),
        };
        let width = self.width.unwrap_or(0).saturating_sub(sign.len());
        if self.zero && !self.minus {
            return format!("{sign}{digits:0>width$}");
        }
        self.pad(format!("{sign}{digits}"))
    }

    fn pad(&self, text: String) -> String {
        let n_letters = text.graphemes(true).count();
        let missing = self.width.unwrap_or(0).saturating_sub(n_letters);
        if self.minus {
            format!("{text}{}", " ".repeat(missing))
        } else {
            let fill = if self.zero { "0" } else { " " };
            format!("{}{text}", fill.repeat(missing))
        }
    }
}

fn prefixed(digits: &str, prefix: &str) -> String {
    match digits.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{digits}"),
    }
}

/// The digits of a number and the place of its point: `0.DIGITS * 10^point`.
fn digits_of(number: &Number) -> (String, i64) {
    let text = number.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let n_zeros = i64::try_from(all.len() - significant.len()).unwrap_or(0);
    let point = i64::try_from(whole.len()).unwrap_or(0) - n_zeros;
    let significant = significant.trim_end_matches('0');
    if significant.is_empty() { ("0".to_owned(), 1) } else { (significant.to_owned(), point) }
}

/// Digits rounded to so many, half to even.
fn rounded(number: &Number, n_digits: usize) -> (String, i64) {
    let (digits, point) = digits_of(number);
    if digits.len() <= n_digits {
        return (digits, point);
    }
    let (kept, rest) = digits.split_at(n_digits);
    let scaled: Number = format!("0{kept}.{rest}").parse().unwrap_or_else(|()| Number::from(0));
    let whole = scaled.to_fixed(0);
    let longer = i64::from(whole.len() > n_digits);
    (whole, point + longer)
}

/// `1.5e+06`
fn exponential(number: &Number, precision: Option<usize>, letter: char) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let (digits, point) = match precision {
        Some(n) => rounded(number, n + 1),
        None => digits_of(number),
    };
    let exponent = if number.is_zero() { 0 } else { point - 1 };
    let (first, rest) = digits.split_at(1);
    let rest = match precision {
        Some(n) => format!("{rest:0<n$}").chars().take(n).collect(),
        None => rest.to_owned(),
    };
    let dot = if rest.is_empty() { "" } else { "." };
    let sign = if number.is_negative() { "-" } else { "" };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{dot}{rest}{letter}{exponent_sign}{:02}", exponent.abs())
}

/// The shorter of the two forms, as Go's `%g` chooses it.
fn general(number: &Number, precision: Option<usize>, letter: char) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let (digits, point) = match precision {
        Some(n) => rounded(number, n.max(1)),
        None => digits_of(number),
    };
    let n_digits = i64::try_from(digits.trim_end_matches('0').len()).unwrap_or(i64::MAX);
    let limit = match precision {
        None if letter == 'v' => 21,
        None => 6,
        Some(n) => {
            let n = i64::try_from(n.max(1)).unwrap_or(i64::MAX);
            if n > n_digits && n_digits >= point { n_digits } else { n }
        }
    };
    let exponent = point - 1;
    if exponent < -4 || exponent >= limit {
        let kept = usize::try_from(n_digits.max(1) - 1).unwrap_or(0);
        return exponential(number, Some(kept), if letter == 'G' { 'E' } else { 'e' });
    }
    let n_fraction = usize::try_from((n_digits - point).max(0)).unwrap_or(0);
    number.to_fixed(n_fraction)
}
