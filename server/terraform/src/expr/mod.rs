//! Expressions of Terraform: parsed once, evaluated over `ir::Value` as Terraform 1.12 does.
//! Knows no blocks, files or modules: names and files are looked up through [`Scope`].
//! Nothing here fails: a wrong expression is an unknown value whose reason is the error, and the error is listed.

mod ast;
mod console;
mod convert;
mod equal;
mod eval;
mod functions;
mod json;
mod operate;
mod parse;
mod template;
mod types;

use std::sync::Arc;

use ir::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use ast::Expr;
pub use console::console_line;
pub use convert::{convert, unify};
pub use equal::{equals, set_of};
pub use eval::{Failure, FailureKind, Outcome, evaluate};
pub use json::{json_text, to_json};
pub use parse::{ParseError, parse, parse_template};
pub use types::{Attribute, TypeConstraint};

/// A step after the root of a reference.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `.name`
    Attr(Arc<str>),
    /// `[value]` or `.0`; the value may be unknown.
    Index(Value),
    /// `.*` or `[*]`; always the last step that is given.
    Splat,
}

/// What an expression can look at.
pub trait Scope {
    /// The value of the longest prefix of `root.steps…` that it knows as a whole, and how many steps that took.
    /// `None` when the name is not declared. A declared thing without a value is an unknown with its reason.
    fn traverse(&self, root: &str, steps: &[Step]) -> Option<(Value, usize)>;

    /// The message for a name that is not declared.
    fn undeclared(&self, root: &str, steps: &[Step]) -> String {
        eval::undeclared_message(root, steps)
    }

    /// The text of a file, its path as the expression gives it.
    fn read_file(&self, path: &str) -> Result<Arc<str>, String>;

    /// The paths of the files under a folder, at any depth, relative to it, sorted. A missing folder is empty.
    fn list_dir(&self, path: &str) -> Result<Vec<String>, String>;

    /// The text that `abspath` puts before relative paths. `None` when it must not be told.
    fn working_dir(&self) -> Option<String> {
        None
    }
}

/// Evaluates an expression; errors are unknown values.
pub fn eval(expr: &Expr, scope: &dyn Scope) -> Value {
    evaluate(expr, scope).value
}

/// Text in the normal form that strings have (NFC).
pub fn normalize(text: &str) -> Arc<str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.into(),
        _ => text.nfc().collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests;
