//! Texts with expressions in braces: `Storage ({tier}, {upper(redundancy)})`.

use std::sync::Arc;

use super::ast::Expr;
use super::eval::{Names, eval};
use super::parse::parse;
use super::val::Val;

/// A parsed template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(Arc<str>),
    Expr(Expr),
}

impl Template {
    /// Parses a template.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (expr, after) =
                after.split_once('}').ok_or_else(|| format!("a brace is not closed in `{text}`"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            parts.push(Part::Expr(parse(expr)?));
            rest = after;
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Self { parts })
    }

    /// The value: the expression's own when the template is one expression, else a text; the first part
    /// without a text decides (null or unknown).
    pub(crate) fn eval(&self, names: &dyn Names) -> Val {
        if let [Part::Text(text)] = self.parts.as_slice() {
            return Val::Text(text.clone());
        }
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Expr(expr) => match eval(expr, names) {
                    value if value.as_text().is_some() => out.push_str(&value.as_text().unwrap_or_default()),
                    open => return open,
                },
            }
        }
        Val::text(&out)
    }

    /// A text for people: what is not known stands as `?`.
    pub(crate) fn show(&self, names: &dyn Names) -> Arc<str> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Expr(expr) => out.push_str(&eval(expr, names).as_text().unwrap_or_else(|| "?".into())),
            }
        }
        out.into()
    }

    /// The text, when no expression is in it.
    pub(crate) fn constant(&self) -> Option<Arc<str>> {
        match self.parts.as_slice() {
            [Part::Text(text)] => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether it is the empty text.
    pub(crate) fn is_empty(&self) -> bool {
        self.constant().is_some_and(|text| text.is_empty())
    }

    /// The expressions in it.
    pub(crate) fn exprs(&self) -> impl Iterator<Item = &Expr> {
        self.parts.iter().filter_map(|part| match part {
            Part::Expr(expr) => Some(expr),
            Part::Text(_) => None,
        })
    }
}
