//! The small expression language of mapping tables: names, arithmetic, conditions and a closed list of functions.
//! Documented in `pricing-data/mappings/README.md`. Knows no resource and no price.

mod ast;
mod eval;
mod functions;
mod parse;
mod template;
mod val;

pub(crate) use ast::Expr;
pub(crate) use eval::{Names, eval};
pub(crate) use parse::parse;
pub(crate) use template::Template;
pub(crate) use val::Val;
