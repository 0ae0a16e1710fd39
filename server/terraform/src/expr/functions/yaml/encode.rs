//! Values as YAML, letter for letter as Terraform writes them: every key and text in quotes, texts of several
//! lines as blocks, long lines folded at blanks.

use ir::{Data, Value};

use super::Result;
use crate::expr::eval::MAX_STRING;

/// Columns after which a quoted text is folded.
const WIDTH: usize = 80;
/// Bytes of the longest key that stands before a `:`; a longer one stands after a `?`.
const MAX_KEY: usize = 128;

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Root,
    /// After `- `, or after the `: ` of a key that stands after `? `.
    Item,
    /// After `"key":`.
    Entry,
}

pub(super) fn encode(value: &Value) -> Result<String> {
    let mut writer = Writer::default();
    writer.value(value, At::Root, None)?;
    writer.line_end();
    if matches!(value.data, Data::Null(_) | Data::Bool(_) | Data::Number(_)) {
        writer.out.push_str("...\n");
    }
    Ok(writer.out)
}

#[derive(Default)]
struct Writer {
    out: String,
}

impl Writer {
    /// `indent` is the column of the collection around the value.
    fn value(&mut self, value: &Value, at: At, indent: Option<usize>) -> Result<()> {
        if self.out.len() > MAX_STRING {
            return Err("the text is longer than 1 MiB".to_owned());
        }
        let deeper = indent.map_or(0, |indent| indent + 2);
        match &value.data {
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) if !items.is_empty() => {
                let indent = if at == At::Entry { indent.unwrap_or_default() } else { deeper };
                self.sequence(items, at, indent)
            }
            Data::Object(items) | Data::Map(_, items) if !items.is_empty() => {
                items.iter().enumerate().try_for_each(|(idx, (key, item))| {
                    self.entry_start(idx, at, deeper);
                    self.entry(key, item, deeper)
                })
            }
            _ => {
                if at == At::Entry {
                    self.out.push(' ');
                }
                self.scalar(value, indent.map_or(2, |indent| indent + 2));
                Ok(())
            }
        }
    }

    fn sequence(&mut self, items: &[Value], at: At, indent: usize) -> Result<()> {
        items.iter().enumerate().try_for_each(|(idx, item)| {
            self.entry_start(idx, at, indent);
            self.out.push_str("- ");
            self.value(item, At::Item, Some(indent))
        })
    }

    /// The first entry stands beside what leads to it, unless that is a key.
    fn entry_start(&mut self, idx: usize, at: At, indent: usize) {
        if idx > 0 || at == At::Entry {
            self.new_line(indent);
        }
    }

    fn entry(&mut self, key: &str, item: &Value, indent: usize) -> Result<()> {
        if key.len() <= MAX_KEY && !key.contains(is_break) {
            self.quoted(key, None);
            self.out.push(':');
            return self.value(item, At::Entry, Some(indent));
        }
        self.out.push_str("? ");
        self.text(key, indent + 2);
        self.new_line(indent);
        self.out.push_str(": ");
        self.value(item, At::Item, Some(indent))
    }

    fn scalar(&mut self, value: &Value, indent: usize) {
        match &value.data {
            Data::Null(_) | Data::Unknown(_) => self.out.push_str("null"),
            Data::Bool(flag) => self.out.push_str(if *flag { "true" } else { "false" }),
            Data::Number(number) => self.out.push_str(&number.to_string()),
            Data::String(text) => self.text(text, indent),
            Data::Tuple(_) | Data::List(..) | Data::Set(..) => self.out.push_str("[]"),
            Data::Object(_) | Data::Map(..) => self.out.push_str("{}"),
        }
    }

    fn text(&mut self, text: &str, indent: usize) {
        if text.contains('\n') && fits_block(text) {
            self.block(text, indent);
        } else {
            self.quoted(text, Some(indent));
        }
    }

    /// `|`, the indentation when the text does not show it, and what becomes of the last line end.
    fn block(&mut self, text: &str, indent: usize) {
        self.out.push('|');
        if text.starts_with(|letter| letter == ' ' || is_break(letter)) {
            self.out.push('2');
        }
        let mut ends = text.chars().rev().take(2);
        match (ends.next().is_some_and(is_break), ends.next().is_none_or(is_break)) {
            (false, _) => self.out.push('-'),
            (true, true) => self.out.push('+'),
            (true, false) => {}
        }
        self.out.push('\n');
        let mut at_start = true;
        for letter in text.chars() {
            if !is_break(letter) && at_start {
                self.pad(indent);
            }
            at_start = is_break(letter);
            self.out.push(letter);
        }
    }

    /// A text in quotes, folded when it may be: then `indent` is the column where it goes on.
    fn quoted(&mut self, text: &str, indent: Option<usize>) {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        let mut column = line.chars().count() + 1;
        self.out.push('"');
        let (mut after_blank, mut letters) = (false, text.chars().enumerate().peekable());
        while let Some((idx, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            let fold = indent.filter(|_| letter == ' ' && !after_blank && column > WIDTH && idx > 0);
            if let (Some(indent), Some(next)) = (fold, next) {
                self.new_line(indent);
                column = indent;
                if next == ' ' {
                    self.out.push('\\');
                    column += 1;
                }
            } else {
                column += self.letter(letter);
            }
            after_blank = letter == ' ';
        }
        self.out.push('"');
    }

    /// One letter in quotes; answers how many columns it takes.
    fn letter(&mut self, letter: char) -> usize {
        let n_bytes = self.out.len();
        match (escape(letter), u32::from(letter)) {
            (Some(short), _) => self.out.extend(['\\', short]),
            (None, _) if is_printable(letter) => {
                self.out.push(letter);
                return 1;
            }
            (None, code @ ..=0xff) => self.out.push_str(&format!("\\x{code:02X}")),
            (None, code @ ..=0xffff) => self.out.push_str(&format!("\\u{code:04X}")),
            (None, code) => self.out.push_str(&format!("\\U{code:08X}")),
        }
        self.out.len() - n_bytes
    }

    fn line_end(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.line_end();
        self.pad(indent);
    }

    fn pad(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// The letter after the backslash, of those that have one.
fn escape(letter: char) -> Option<char> {
    Some(match letter {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' | '\\' => letter,
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => return None,
    })
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(letter: char) -> bool {
    matches!(letter, '\n' | ' '..='~' | '\u{a0}'..='\u{ffff}')
        && !matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text can stand in a block: no letter needs an escape, no line but the last ends in a blank.
fn fits_block(text: &str) -> bool {
    let mut before_break = text.chars().zip(text.chars().skip(1)).filter(|(_, next)| is_break(*next));
    text.chars().all(is_printable) && !text.ends_with(' ') && before_break.all(|(letter, _)| letter != ' ')
}
