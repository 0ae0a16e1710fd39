//! Parsed expressions.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::functions::Function;

/// A parsed expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Num(Decimal),
    Text(Arc<str>),
    /// An attribute, a let, a parameter: `size`.
    Name(Arc<str>),
    /// A usage key: `usage.standard.storage_gb` keeps `standard.storage_gb`.
    Usage(Arc<str>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    /// `lookup(table, key, default?)`.
    Lookup(Arc<str>, Box<Expr>, Option<Box<Expr>>),
    Call(Function, Vec<Expr>),
}

/// Binary operators, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Or,
    And,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Add,
    Sub,
    Mul,
    Div,
}

impl Expr {
    /// Calls `visit` for this expression and all inside it.
    pub(crate) fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        match self {
            Self::Not(it) | Self::Negate(it) => it.walk(visit),
            Self::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Lookup(_, key, default) => {
                key.walk(visit);
                default.iter().for_each(|it| it.walk(visit));
            }
            Self::Call(_, args) => args.iter().for_each(|it| it.walk(visit)),
            Self::Null | Self::Bool(_) | Self::Num(_) | Self::Text(_) | Self::Name(_) | Self::Usage(_) => {}
        }
    }

    /// The first usage key it reads.
    pub(crate) fn usage_key(&self) -> Option<Arc<str>> {
        let mut found = None;
        self.walk(&mut |it| {
            if let (None, Self::Usage(key)) = (&found, it) {
                found = Some(key.clone());
            }
        });
        found
    }
}
