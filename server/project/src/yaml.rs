//! YAML documents as trees with positions. Scalars keep the text they were written with.

use std::collections::HashMap;

use ir::{Number, Value};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use text::TextRange;

/// Deeper nesting is refused, so that walks over the tree stay bounded.
const MAX_DEPTH: usize = 64;
/// More nodes are refused: aliases can multiply a small file without end.
const MAX_NODES: usize = 200_000;

/// A node and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    pub range: TextRange,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A plain scalar: `null`, `true`, `1.50` and texts without quotes.
    Plain(String),
    /// A quoted or block scalar: always a text.
    Quoted(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    pub range: TextRange,
    pub message: String,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Plain(text) | Kind::Quoted(text) => Some(text),
            _ => None,
        }
    }

    /// Nothing, or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Plain(text) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What it is, in words for a message.
    pub(crate) fn described(&self) -> String {
        match &self.kind {
            _ if self.is_null() => "nothing".to_owned(),
            Kind::Plain(text) | Kind::Quoted(text) => format!("`{text}`"),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a mapping".to_owned(),
        }
    }

    /// The node as a value: numbers are exact, keys are texts.
    pub(crate) fn value(&self) -> Value {
        match &self.kind {
            _ if self.is_null() => Value::null(),
            Kind::Quoted(text) => Value::string(text.as_str()),
            Kind::Plain(text) => plain_value(text),
            Kind::List(items) => Value::tuple(items.iter().map(Self::value)),
            Kind::Map(entries) => Value::object(
                entries.iter().filter_map(|(key, value)| Some((key.text()?.to_owned(), value.value()))),
            ),
        }
    }
}

fn plain_value(text: &str) -> Value {
    match text {
        "true" | "True" | "TRUE" => Value::bool(true),
        "false" | "False" | "FALSE" => Value::bool(false),
        _ => text.parse::<Number>().map_or_else(|_| Value::string(text), Value::number),
    }
}

/// Parses the first document. `None` when the text holds none.
pub(crate) fn parse(text: &str) -> Result<Option<Node>, YamlError> {
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| builder.refused(&error))?;
        if matches!(event, Event::DocumentEnd | Event::StreamEnd) {
            break;
        }
        builder.event(event, span)?;
    }
    Ok(builder.root)
}

/// A collection that is not finished: its anchor, its beginning, and a mapping's key that waits for its value.
struct Open {
    anchor: usize,
    start: u32,
    is_map: bool,
    key: Option<Node>,
    items: Vec<Node>,
    entries: Vec<(Node, Node)>,
}

struct Builder {
    /// Byte offset of each character, and of the end. Empty for ASCII.
    offsets: Vec<u32>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    n_nodes: usize,
    root: Option<Node>,
}

impl Builder {
    fn new(text: &str) -> Self {
        let end = text.len() as u32;
        let offsets = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at as u32).chain([end]).collect(),
        };
        Self { offsets, open: Vec::new(), anchors: HashMap::new(), n_nodes: 0, root: None }
    }

    fn byte(&self, letter: usize) -> u32 {
        match self.offsets.last() {
            None => letter as u32,
            Some(end) => self.offsets.get(letter).copied().unwrap_or(*end),
        }
    }

    fn range(&self, span: Span) -> TextRange {
        TextRange::new(self.byte(span.start.index()), self.byte(span.end.index()))
    }

    fn refused(&self, error: &ScanError) -> YamlError {
        let range = TextRange::empty(self.byte(error.marker().index()));
        YamlError { range, message: format!("not valid YAML: {}", error.info()) }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), YamlError> {
        let range = self.range(span);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let kind = match style {
                    ScalarStyle::Plain => Kind::Plain(text.into_owned()),
                    _ => Kind::Quoted(text.into_owned()),
                };
                self.add(Node { kind, range }, anchor, 1)
            }
            Event::Alias(anchor) => {
                let unknown =
                    || YamlError { range, message: "this alias names no anchor above it".to_owned() };
                let node = Node { range, ..self.anchors.get(&anchor).cloned().ok_or_else(unknown)? };
                let size = size(&node);
                self.add(node, 0, size)
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, range, false),
            Event::MappingStart(anchor, _) => self.begin(anchor, range, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(range),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, range: TextRange, is_map: bool) -> Result<(), YamlError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(YamlError { range, message: format!("nested more than {MAX_DEPTH} levels deep") });
        }
        let (items, entries) = (Vec::new(), Vec::new());
        self.open.push(Open { anchor, start: range.start, is_map, key: None, items, entries });
        Ok(())
    }

    fn end(&mut self, range: TextRange) -> Result<(), YamlError> {
        let Some(done) = self.open.pop() else { return Ok(()) };
        let kind = if done.is_map { Kind::Map(done.entries) } else { Kind::List(done.items) };
        self.add(Node { kind, range: TextRange::new(done.start, range.end) }, done.anchor, 1)
    }

    fn add(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), YamlError> {
        self.n_nodes += size;
        if self.n_nodes > MAX_NODES {
            return Err(YamlError { range: node.range, message: format!("more than {MAX_NODES} values") });
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(open) if !open.is_map => open.items.push(node),
            Some(open) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => open.entries.push((key, node)),
            },
        }
        Ok(())
    }
}

/// How many nodes a tree holds. Trees are at most `MAX_DEPTH` deep, aliases inside aliases at most that squared.
fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::List(items) => items.iter().map(size).sum(),
        Kind::Map(entries) => entries.iter().map(|(key, value)| size(key) + size(value)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn show(node: &Node, text: &str, depth: usize, out: &mut String) {
        let pad = "  ".repeat(depth);
        let at = node.range.slice(text).lines().next().unwrap_or_default();
        match &node.kind {
            Kind::Plain(it) => out.push_str(&format!("{pad}{it} <{at}>\n")),
            Kind::Quoted(it) => out.push_str(&format!("{pad}{it:?} <{at}>\n")),
            Kind::List(items) => {
                out.push_str(&format!("{pad}list\n"));
                items.iter().for_each(|it| show(it, text, depth + 1, out));
            }
            Kind::Map(entries) => {
                out.push_str(&format!("{pad}map\n"));
                for (key, value) in entries {
                    show(key, text, depth + 1, out);
                    show(value, text, depth + 2, out);
                }
            }
        }
    }

    fn check(text: &str, want: Expect) {
        let mut out = String::new();
        match parse(text) {
            Ok(Some(node)) => show(&node, text, 0, &mut out),
            Ok(None) => out.push_str("nothing\n"),
            Err(error) => out.push_str(&format!("{}: {}\n", error.range.start, error.message)),
        }
        want.assert_eq(&out);
    }

    #[test]
    fn trees_keep_texts_and_places() {
        check(
            "é: &x 1.50\nb: ['1', *x, {c: ~}]\n",
            expect![[r#"
                map
                  é <é>
                    1.50 <&x 1.50>
                  b <b>
                    list
                      "1" <'1'>
                      1.50 <*x>
                      map
                        c <c>
                          ~ <~>
            "#]],
        );
        check("# nothing here\n", expect![["nothing\n"]]);
    }

    #[test]
    fn broken_documents_say_where() {
        check(
            "a: [1,\n",
            expect![[r#"
                7: not valid YAML: while parsing a node, did not find expected node content
            "#]],
        );
        check(
            "a: *b\n",
            expect![[r#"
            3: not valid YAML: while parsing node, found unknown anchor
        "#]],
        );
    }

    #[test]
    fn deep_and_multiplying_documents_are_refused() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert!(parse(&deep).is_err());
        assert!(parse(&"- ".repeat(100_000)).is_err());
        let mut bomb = String::from("a0: &a0 [1, 1]\n");
        for level in 1..40 {
            bomb.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
        }
        assert!(parse(&bomb).unwrap_err().message.contains("more than"));
    }

    #[test]
    fn values_are_exact() {
        let node = parse("a: 0.10\nb: 12345678901234567890.5\nc: '1'\nd: yes\ne: true\n").unwrap().unwrap();
        let value = node.value();
        assert_eq!(value.get("a").unwrap().as_decimal().unwrap().to_string(), "0.1");
        assert_eq!(value.get("b").unwrap().as_decimal().unwrap().to_string(), "12345678901234567890.5");
        assert_eq!(value.get("c").unwrap().as_str(), Some("1"));
        assert_eq!(value.get("d").unwrap().as_str(), Some("yes"));
        assert_eq!(value.get("e").unwrap().as_bool(), Some(true));
    }
}
