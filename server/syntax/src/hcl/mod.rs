//! HCL, the syntax of Terraform and OpenTofu (github.com/hashicorp/hcl, hclsyntax/spec.md).
//!
//! A file is first cut into top-level blocks by a small scanner, then each block is read alone and kept by its
//! text: an edit reads one block again, and damage stays inside it. Sound blocks are read by tree-sitter; the
//! damaged ones line by line, so that a half-typed attribute costs no other.

mod cut;
mod lex;
mod nesting;
mod parser;
mod read;
#[cfg(test)]
mod tests;
mod tree;

use std::sync::Arc;

use text::TextRange;

pub use nesting::{MAX_NESTING, MAX_OPERATORS, is_shallow};
pub use parser::Parser;

/// A file: its pieces in order, each with the offset it stands at.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The pieces; together they are the whole text.
    pub pieces: Vec<Placed>,
}

/// A piece where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Offset of the piece in its file; every range inside counts from here.
    pub offset: u32,
    /// The piece, shared by all files and revisions with the same text.
    pub piece: Arc<Piece>,
}

/// A piece of a file: normally one top-level block and what follows it up to the next.
#[derive(Debug, PartialEq)]
pub struct Piece {
    /// The text.
    pub text: Arc<str>,
    /// What it holds.
    pub body: Body,
    /// What is wrong in it.
    pub errors: Vec<SyntaxError>,
}

/// The inside of a block or of a piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// `name = value`, in order.
    pub attributes: Vec<Attribute>,
    /// Nested blocks, in order.
    pub blocks: Vec<Block>,
}

/// `kind "label" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The first word.
    pub kind: Arc<str>,
    /// The labels, without quotes.
    pub labels: Vec<Arc<str>>,
    /// The whole block.
    pub range: TextRange,
    /// From the first word up to and with the opening brace.
    pub header: TextRange,
    /// What stands between the braces.
    pub body: Body,
}

/// `name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: Arc<str>,
    /// From the name to the end of the value, without the line end.
    pub range: TextRange,
    /// The value alone.
    pub value: TextRange,
    /// The text of the value.
    pub text: Arc<str>,
}

/// Something that does not follow the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub range: TextRange,
    /// What is wrong, without a final dot.
    pub message: String,
}
