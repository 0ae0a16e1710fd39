//! Source text with its expressions compiled, kept by text.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use syntax::{ByText, hcl};
use text::{FileId, TextRange};

use crate::expr::{self, Expr, ParseError};

/// Words that begin a top-level block of Terraform (developer.hashicorp.com/terraform/language).
const TOP_LEVEL: &[&str] = &[
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "ephemeral",
];

/// How many errors one piece may have; the rest would say the same.
const MAX_ERRORS: usize = 50;

/// A piece of a file with its expressions compiled; ranges count from its start.
#[derive(Debug)]
pub(crate) struct Piece {
    text: Arc<str>,
    /// Attributes outside all blocks, as in files of values.
    pub(crate) attributes: Vec<Attribute>,
    /// Top-level blocks.
    pub(crate) blocks: Vec<Arc<Block>>,
    /// What is wrong in it.
    pub(crate) errors: Vec<hcl::SyntaxError>,
    /// Names that follow a dot anywhere in the text: attributes somebody may ask for.
    pub(crate) asked: BTreeSet<Arc<str>>,
}

/// A block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) kind: Arc<str>,
    pub(crate) labels: Vec<Arc<str>>,
    pub(crate) range: TextRange,
    pub(crate) header: TextRange,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) blocks: Vec<Block>,
}

/// `name = value`.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: Arc<str>,
    pub(crate) range: TextRange,
    pub(crate) value: TextRange,
    pub(crate) text: Arc<str>,
    pub(crate) expr: Result<Arc<Expr>, ParseError>,
    /// Whether it comes from an override file: then its ranges are not of its block's file.
    pub(crate) overridden: bool,
}

impl Block {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| &*it.name == name)
    }

    pub(crate) fn label(&self, idx: usize) -> Option<&Arc<str>> {
        self.labels.get(idx)
    }
}

/// A piece where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) offset: u32,
    pub(crate) piece: Arc<Piece>,
}

/// A file, read.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) id: FileId,
    text: Arc<str>,
    pub(crate) pieces: Vec<Placed>,
}

/// Reads files and keeps what it read. What is kept never changes an answer.
pub(crate) struct Sources {
    parser: hcl::Parser,
    files: Mutex<HashMap<FileId, Arc<SourceFile>>>,
    pieces: ByText<Piece>,
}

impl Sources {
    pub(crate) fn new() -> Self {
        Self { parser: hcl::Parser::new(TOP_LEVEL), files: Mutex::default(), pieces: ByText::default() }
    }

    /// Reads a text under a file's name.
    pub(crate) fn file(&self, id: &FileId, text: Arc<str>) -> Arc<SourceFile> {
        if let Some(file) = self.files().get(id).filter(|file| file.text == text) {
            return file.clone();
        }
        let parsed = self.parser.parse(&text);
        let pieces =
            parsed.pieces.iter().map(|it| Placed { offset: it.offset, piece: self.piece(&it.piece) });
        let file = Arc::new(SourceFile { id: id.clone(), pieces: pieces.collect(), text });
        self.files().insert(id.clone(), file.clone());
        file
    }

    fn piece(&self, parsed: &Arc<hcl::Piece>) -> Arc<Piece> {
        if let Some(piece) = self.pieces.find(&parsed.text) {
            return piece;
        }
        let piece = Arc::new(compile(parsed));
        self.pieces.keep(piece.text.clone(), piece.clone());
        piece
    }

    /// No other lock is taken and nothing can panic while it is held.
    fn files(&self) -> std::sync::MutexGuard<'_, HashMap<FileId, Arc<SourceFile>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn compile(parsed: &hcl::Piece) -> Piece {
    let attributes: Vec<_> = parsed.body.attributes.iter().map(compile_attribute).collect();
    let blocks: Vec<_> = parsed.body.blocks.iter().map(|block| Arc::new(compile_block(block))).collect();
    let mut errors = parsed.errors.clone();
    attributes.iter().for_each(|it| push_error(it, &mut errors));
    blocks.iter().for_each(|it| push_errors(it, &mut errors));
    Piece { text: parsed.text.clone(), attributes, blocks, errors, asked: asked(&parsed.text) }
}

fn compile_block(block: &hcl::Block) -> Block {
    Block {
        kind: block.kind.clone(),
        labels: block.labels.clone(),
        range: block.range,
        header: block.header,
        attributes: block.body.attributes.iter().map(compile_attribute).collect(),
        blocks: block.body.blocks.iter().map(compile_block).collect(),
    }
}

fn compile_attribute(attribute: &hcl::Attribute) -> Attribute {
    let text = &attribute.text;
    let expr = if text.is_empty() {
        Err(ParseError { message: format!("{} has no value", attribute.name), offset: 0 })
    } else if hcl::is_shallow(text) {
        expr::parse(text)
    } else {
        let message = format!("nested deeper than {} levels, not read", hcl::MAX_NESTING);
        Err(ParseError { message, offset: 0 })
    };
    Attribute {
        name: attribute.name.clone(),
        range: attribute.range,
        value: attribute.value,
        text: text.clone(),
        expr,
        overridden: false,
    }
}

fn push_errors(block: &Block, errors: &mut Vec<hcl::SyntaxError>) {
    block.attributes.iter().for_each(|it| push_error(it, errors));
    block.blocks.iter().for_each(|it| push_errors(it, errors));
}

/// An expression that is wrong where the reader has not complained already.
fn push_error(attribute: &Attribute, errors: &mut Vec<hcl::SyntaxError>) {
    if let Err(error) = &attribute.expr
        && errors.len() < MAX_ERRORS
        && !errors.iter().any(|it| it.range.intersects(attribute.range))
    {
        errors.push(hcl::SyntaxError { range: attribute.value, message: error.message.clone() });
    }
}

fn asked(text: &str) -> BTreeSet<Arc<str>> {
    let mut names = BTreeSet::new();
    for part in text.split('.').skip(1) {
        let len = part.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(part.len());
        match part.get(..len) {
            Some(name) if name.starts_with(|it: char| it.is_alphabetic() || it == '_') => {
                names.insert(name.into());
            }
            _ => {}
        }
    }
    names
}
