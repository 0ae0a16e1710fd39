//! Damaged text: structure line by line. What is half typed is an error, the rest keeps its meaning.

use text::TextRange;

use super::lex::{Lexer, Token};
use super::{Attribute, Block, Body, MAX_NESTING, SyntaxError};

/// How many bytes are read in search of the ends of values that have none, before every value must end in its
/// line: keeps the cost linear.
const MAX_OPEN_VALUES: usize = 1 << 20;

/// Reads what can be read. On sound text the answer is that of the grammar.
pub(crate) fn read(text: &str) -> (Body, Vec<SyntaxError>) {
    let mut reader = Reader { text, lexer: Lexer::new(text, 0), errors: Vec::new(), open_values: 0 };
    let mut root = reader.body(0, 0);
    adopt(&mut root);
    (root, reader.errors)
}

/// What follows a block that was closed too early belongs to it: pieces hold one top-level block.
fn adopt(root: &mut Body) {
    if root.blocks.is_empty() || (root.blocks.len() == 1 && root.attributes.is_empty()) {
        return;
    }
    let first = root.blocks.first().map_or(0, |block| block.range.start);
    let (before, after) =
        std::mem::take(&mut root.attributes).into_iter().partition(|it: &Attribute| it.range.start < first);
    root.attributes = before;
    let nested: Vec<Block> = root.blocks.drain(1..).collect();
    if let Some(block) = root.blocks.first_mut() {
        let ends =
            after.iter().map(|it: &Attribute| it.range.end).chain(nested.iter().map(|it| it.range.end));
        block.range.end = ends.fold(block.range.end, u32::max);
        block.body.attributes.extend(after);
        block.body.blocks.extend(nested);
    }
}

struct Reader<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    errors: Vec<SyntaxError>,
    /// Bytes read in search of the ends of values that have none.
    open_values: usize,
}

impl Reader<'_> {
    /// Reads up to and with the closing brace, or to the end. A brace that begins its line further left than the
    /// block closes one further out.
    fn body(&mut self, depth: usize, column: usize) -> Body {
        let mut body = Body::default();
        loop {
            let before = self.lexer.clone();
            let Some((token, range)) = self.lexer.next() else { break };
            match token {
                Token::Close(b'}') if depth > 1 && self.column(range.start).is_some_and(|it| it < column) => {
                    self.lexer = before;
                    break;
                }
                Token::Newline | Token::Blank | Token::Comment => {}
                Token::Close(b'}') if depth > 0 => return body,
                Token::Word => self.definition(range, depth, &mut body),
                Token::Other if matches!(range.slice(self.text), "," | ";" | "\u{feff}") => {
                    self.error(range, "unexpected separator");
                }
                _ => {
                    self.error(range, "expected an attribute or a block here");
                    self.skip_line(range.start);
                }
            }
        }
        body
    }

    fn definition(&mut self, name: TextRange, depth: usize, body: &mut Body) {
        let mut labels = Vec::new();
        loop {
            let before = self.lexer.clone();
            let Some((token, range)) = self.lexer.next() else { break };
            match token {
                Token::Blank => {}
                Token::Other if labels.is_empty() && range.slice(self.text) == "=" => {
                    body.attributes.push(self.attribute(name));
                    return;
                }
                Token::Word => labels.push(range.slice(self.text).into()),
                Token::Quoted => labels.push(range.slice(self.text).trim_matches('"').into()),
                Token::Open(b'{') => {
                    body.blocks.extend(self.block(name, labels, range.end, depth));
                    return;
                }
                _ => {
                    self.lexer = before;
                    break;
                }
            }
        }
        self.error(name, "expected `=` or `{` after the name");
        self.skip_line(self.lexer.at as u32);
    }

    fn block(
        &mut self,
        name: TextRange,
        labels: Vec<std::sync::Arc<str>>,
        brace: u32,
        depth: usize,
    ) -> Option<Block> {
        let header = TextRange::new(name.start, brace);
        if depth >= MAX_NESTING {
            self.error(header, "nested too deep, not read");
            return None;
        }
        let body = self.body(depth + 1, self.column(name.start).unwrap_or(0));
        let end = self.lexer.at as u32;
        let range = TextRange::new(name.start, end);
        let is_closed = range.slice(self.text).ends_with('}');
        if !is_closed {
            self.error(header, "the block is not closed: a `}` is missing");
        }
        let end = if is_closed { end } else { name.start + range.slice(self.text).trim_end().len() as u32 };
        let kind = name.slice(self.text).into();
        Some(Block { kind, labels, range: TextRange::new(name.start, end), header, body })
    }

    /// An attribute without a value is kept with an empty one: it is not absent.
    fn attribute(&mut self, name: TextRange) -> Attribute {
        let value = self.value(self.column(name.start).unwrap_or(0));
        if value.is_empty() {
            self.error(name, "the attribute has no value");
        }
        Attribute {
            name: name.slice(self.text).into(),
            range: TextRange::new(name.start, value.end),
            value,
            text: value.slice(self.text).into(),
        }
    }

    /// The column of what begins its line.
    fn column(&self, at: u32) -> Option<usize> {
        let before = self.text.get(..at as usize)?;
        let line = before.trim_end_matches(|it: char| it != '\n' && it.is_whitespace());
        (line.is_empty() || line.ends_with('\n')).then_some(before.len() - line.len())
    }

    /// A value ends with its line, unless a bracket is open. One whose brackets do not match, that is closed further
    /// left than it begins, or that seems to hold a block, ends with its first line.
    fn value(&mut self, column: usize) -> TextRange {
        let start = self.lexer.clone();
        let mut open: Vec<u8> = Vec::new();
        let mut end = self.lexer.at as u32;
        let mut first = None;
        loop {
            let before = self.lexer.clone();
            let Some((token, range)) = self.lexer.next() else { break };
            match token {
                Token::Blank | Token::Comment => continue,
                Token::Newline if open.is_empty() => {
                    self.lexer = before;
                    break;
                }
                Token::Newline if self.open_values > MAX_OPEN_VALUES => break,
                Token::Newline => continue,
                Token::Close(b'}') if open.is_empty() => {
                    self.lexer = before;
                    break;
                }
                Token::Open(bracket) => open.push(bracket),
                Token::Close(bracket)
                    if open.last().copied() == Some(opening(bracket))
                        && self.column(range.start).is_none_or(|it| it >= column) =>
                {
                    open.pop();
                }
                Token::Close(_) => {
                    open.push(0);
                    break;
                }
                Token::Word if !open.is_empty() && self.begins_block(range) => {
                    open.push(0);
                    break;
                }
                _ => {}
            }
            first.get_or_insert(range.start);
            end = range.end;
        }
        if !open.is_empty() {
            self.open_values += self.lexer.at - start.at;
            return self.first_line(start);
        }
        TextRange::new(first.unwrap_or(end), end)
    }

    /// Whether a word begins a line `name {` or `name "label" {`, which no expression holds.
    fn begins_block(&self, word: TextRange) -> bool {
        if self.column(word.start).is_none() {
            return false;
        }
        let rest = self.text.get(word.end as usize..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default().trim();
        let labels = line.strip_suffix('{').unwrap_or("=").trim();
        labels.is_empty() || labels.starts_with('"') && labels.ends_with('"')
    }

    fn first_line(&mut self, start: Lexer<'_>) -> TextRange {
        let rest = self.text.get(start.at..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let at = (start.at + line.len() - line.trim_start().len()) as u32;
        let range = TextRange::new(at, at + line.trim().len() as u32);
        self.lexer.at = start.at + line.len();
        self.error(range, "brackets do not match");
        range
    }

    fn skip_line(&mut self, from: u32) {
        let rest = self.text.get(from as usize..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        self.lexer.at = self.lexer.at.max(from as usize + line.len());
    }

    fn error(&mut self, range: TextRange, message: &str) {
        const MAX_ERRORS: usize = 20;
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(SyntaxError { range, message: message.to_owned() });
        }
    }
}

fn opening(close: u8) -> u8 {
    match close {
        b'}' => b'{',
        b']' => b'[',
        _ => b'(',
    }
}
