//! Reads nodes as what the settings expect, and notes what they are instead.

use std::sync::Arc;

use ir::{Note, Place, Severity};
use text::{FileId, TextRange};

use crate::nearest::nearest;
use crate::yaml::{Kind, Node};

/// Collects notes about one file.
pub(crate) struct Reader<'a> {
    file: &'a FileId,
    pub notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(file: &'a FileId) -> Self {
        Self { file, notes: Vec::new() }
    }

    pub(crate) fn place(&self, range: TextRange) -> Place {
        Place { file: self.file.clone(), range }
    }

    pub(crate) fn note(&mut self, range: TextRange, severity: Severity, message: String) {
        self.notes.push(Note { place: self.place(range), severity, message });
    }

    /// The entries of a mapping whose keys are known, each key at most once; the others are noted.
    pub(crate) fn entries<'n, 'k>(
        &mut self,
        node: &'n Node,
        keys: &[&'k str],
        of: &str,
    ) -> Vec<(&'k str, &'n Node)> {
        let mut found: Vec<(&'k str, &'n Node)> = Vec::new();
        for (key, value) in self.pairs(node) {
            let text = key.text().unwrap_or_default();
            match keys.iter().find(|it| **it == text) {
                Some(known) if found.iter().any(|(it, _)| it == known) => {
                    self.note(
                        key.range,
                        Severity::Error,
                        format!("`{known}` is given twice; the first one counts"),
                    );
                }
                Some(known) => found.push((known, value)),
                None => self.unknown_key(key, text, keys, of),
            }
        }
        found
    }

    /// The entries of a mapping, whatever their keys. Nothing at all is an empty mapping.
    pub(crate) fn pairs<'n>(&mut self, node: &'n Node) -> &'n [(Node, Node)] {
        match &node.kind {
            Kind::Map(entries) => entries,
            _ if node.is_null() => &[],
            _ => {
                let message = format!("expected a mapping (`key: value`), not {}", node.described());
                self.note(node.range, Severity::Error, message);
                &[]
            }
        }
    }

    /// The items of a list. Nothing at all is an empty list.
    pub(crate) fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            _ if node.is_null() => &[],
            _ => {
                let message = format!("expected a list (`- …`), not {}", node.described());
                self.note(node.range, Severity::Error, message);
                &[]
            }
        }
    }

    /// The text of a scalar that is not empty.
    pub(crate) fn text(&mut self, node: &Node, what: &str) -> Option<Arc<str>> {
        match node.text().filter(|_| !node.is_null()) {
            Some(text) => Some(text.into()),
            None => {
                self.note(node.range, Severity::Error, format!("expected {what}, not {}", node.described()));
                None
            }
        }
    }

    fn unknown_key(&mut self, key: &Node, text: &str, keys: &[&str], of: &str) {
        let near = match nearest(text, keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", keys.join(", ")),
        };
        self.note(key.range, Severity::Error, format!("unknown key `{text}` in {of}; {near}"));
    }
}

/// The message for a name that is none of those declared.
pub(crate) fn unknown_name(what: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("no {what} `{name}`; did you mean `{near}`?"),
        None if known.is_empty() => format!("no {what} `{name}`: none is declared under `environments`"),
        None => format!("no {what} `{name}`; declared are {}", known.join(", ")),
    }
}

/// The value of a key of a mapping.
pub(crate) fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.kind {
        Kind::Map(entries) => entries.iter().find(|(it, _)| it.text() == Some(key)).map(|(_, value)| value),
        _ => None,
    }
}
