//! Expressions as evaluation wants them: names resolved to steps, templates cut and trimmed, numbers exact.
//! Made once per text by `parse`; small, shared, without positions of their parts but the first byte.

use std::sync::Arc;

use ir::Value;

/// A compiled expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub(super) node: Node,
    /// Byte in the parsed text at which it starts.
    pub(super) offset: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Literal(Value),
    Template(Vec<Part>),
    /// `${x}` alone in quotes: the value keeps its type.
    Wrapped(Box<Expr>),
    Reference(Arc<str>, Vec<PathStep>),
    Traverse(Box<Expr>, Vec<PathStep>),
    Tuple(Vec<Expr>),
    Object(Vec<(Expr, Expr)>),
    Call(Call),
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    For(Box<For>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) name: Arc<str>,
    pub(super) args: Vec<Expr>,
    /// `f(list...)`.
    pub(super) spreads_last: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct For {
    pub(super) key_name: Option<Arc<str>>,
    pub(super) value_name: Arc<str>,
    pub(super) collection: Expr,
    /// Present when it makes an object.
    pub(super) key: Option<Expr>,
    pub(super) value: Expr,
    pub(super) condition: Option<Expr>,
    /// `=> value...`: values of equal keys are gathered.
    pub(super) groups: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum PathStep {
    Attr(Arc<str>),
    /// `.0`
    LegacyIndex(Value),
    Index(Expr),
    /// `.*`
    AttrSplat,
    /// `[*]`
    FullSplat,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Text(Arc<str>),
    Value(Expr),
    If(Expr, Vec<Part>, Vec<Part>),
    For { key_name: Option<Arc<str>>, value_name: Arc<str>, collection: Expr, body: Vec<Part> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
}

impl Expr {
    /// Byte in the parsed text at which it starts.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The value of a literal: a number, a boolean, null, or a string without interpolation.
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.node {
            Node::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The name and steps when it is a plain reference without splat or index by an expression: `var.a.b`,
    /// `local.x`; an index by a literal is kept as a step.
    pub fn as_reference(&self) -> Option<(&str, Vec<super::Step>)> {
        let Node::Reference(root, path) = &self.node else { return None };
        let steps = path.iter().map(|step| match step {
            PathStep::Attr(name) => Some(super::Step::Attr(Arc::clone(name))),
            PathStep::LegacyIndex(value) => Some(super::Step::Index(value.clone())),
            PathStep::Index(expr) => expr.as_literal().cloned().map(super::Step::Index),
            PathStep::AttrSplat | PathStep::FullSplat => None,
        });
        Some((root, steps.collect::<Option<_>>()?))
    }

    /// Every reference in it: the root name and the names of the attributes that follow it directly. Names that
    /// a `for` binds are left out. `data.aws_ami.x[0].id` gives `("data", ["aws_ami", "x"])`.
    pub fn references(&self) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let mut found = Vec::new();
        self.walk(&mut Vec::new(), &mut found);
        found
    }

    fn walk(&self, bound: &mut Vec<Arc<str>>, found: &mut Vec<(Arc<str>, Vec<Arc<str>>)>) {
        match &self.node {
            Node::Literal(_) => {}
            Node::Reference(root, path) => {
                if !bound.contains(root) {
                    let names = path.iter().map_while(|step| match step {
                        PathStep::Attr(name) => Some(Arc::clone(name)),
                        _ => None,
                    });
                    found.push((Arc::clone(root), names.collect()));
                }
                walk_path(path, bound, found);
            }
            Node::Traverse(from, path) => {
                from.walk(bound, found);
                walk_path(path, bound, found);
            }
            Node::Template(parts) => walk_parts(parts, bound, found),
            Node::Wrapped(it) | Node::Not(it) | Node::Negate(it) => it.walk(bound, found),
            Node::Tuple(items) => items.iter().for_each(|item| item.walk(bound, found)),
            Node::Object(items) => items.iter().for_each(|(key, value)| {
                key.walk(bound, found);
                value.walk(bound, found);
            }),
            Node::Call(call) => call.args.iter().for_each(|arg| arg.walk(bound, found)),
            Node::Conditional(condition, yes, no) => {
                [condition, yes, no].into_iter().for_each(|it| it.walk(bound, found));
            }
            Node::Binary(_, left, right) => {
                left.walk(bound, found);
                right.walk(bound, found);
            }
            Node::For(it) => it.walk(bound, found),
        }
    }
}

impl For {
    fn walk(&self, bound: &mut Vec<Arc<str>>, found: &mut Vec<(Arc<str>, Vec<Arc<str>>)>) {
        self.collection.walk(bound, found);
        let n_bound = bound.len();
        bound.extend(self.key_name.iter().cloned());
        bound.push(Arc::clone(&self.value_name));
        let inner = self.key.iter().chain([&self.value]).chain(&self.condition);
        inner.for_each(|it| it.walk(bound, found));
        bound.truncate(n_bound);
    }
}

fn walk_path(path: &[PathStep], bound: &mut Vec<Arc<str>>, found: &mut Vec<(Arc<str>, Vec<Arc<str>>)>) {
    for step in path {
        if let PathStep::Index(index) = step {
            index.walk(bound, found);
        }
    }
}

fn walk_parts(parts: &[Part], bound: &mut Vec<Arc<str>>, found: &mut Vec<(Arc<str>, Vec<Arc<str>>)>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Value(expr) => expr.walk(bound, found),
            Part::If(condition, yes, no) => {
                condition.walk(bound, found);
                walk_parts(yes, bound, found);
                walk_parts(no, bound, found);
            }
            Part::For { key_name, value_name, collection, body } => {
                collection.walk(bound, found);
                let n_bound = bound.len();
                bound.extend(key_name.iter().cloned());
                bound.push(Arc::clone(value_name));
                walk_parts(body, bound, found);
                bound.truncate(n_bound);
            }
        }
    }
}
