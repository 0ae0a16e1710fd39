//! Text to compiled expressions. hcl-edit, the parser of hcl-rs, reads the text; templates are cut by
//! `template`. Refuses text that nests too deeply before the parser sees it.

use std::sync::Arc;

use hcl::edit::Span;
use hcl::edit::expr::{
    BinaryOperator, Expression, ForExpr, FuncCall, Object, ObjectKey, Traversal, TraversalOperator,
    UnaryOperator,
};
use ir::{Number, Value};

use super::ast::{Call, Expr, For, Node, Operator, PathStep};
use super::template;

/// Longest expression that is read, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// Deepest nesting of brackets, and longest run of signs, that is given to the parser.
const MAX_DEPTH: usize = 200;

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Byte in the text.
    pub offset: usize,
}

/// Reads one expression.
pub fn parse(text: &str) -> Result<Arc<Expr>, ParseError> {
    check_size(text)?;
    let parsed: Expression = text.parse().map_err(|error| failure(&error))?;
    Ok(Arc::new(Compiler { text }.expr(&parsed)?))
}

/// Reads the text of a template file: literal text with `${…}` and `%{…}`.
pub fn parse_template(text: &str) -> Result<Arc<Expr>, ParseError> {
    check_size(text)?;
    let parsed: hcl::edit::template::Template = text.parse().map_err(|error| failure(&error))?;
    let node = template::compile(&Compiler { text }, &parsed, template::Form::Lines)?;
    Ok(Arc::new(Expr { node, offset: 0 }))
}

fn failure(error: &hcl::edit::parser::Error) -> ParseError {
    ParseError {
        message: format!("Invalid expression: {}", error.message()),
        offset: error.location().offset(),
    }
}

fn check_size(text: &str) -> Result<(), ParseError> {
    if text.len() > MAX_TEXT {
        return Err(ParseError { message: "the expression is longer than 1 MiB".to_owned(), offset: 0 });
    }
    let (mut depth, mut signs) = (0usize, 0usize);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if matches!(byte, b'!' | b'-') { signs + 1 } else { 0 };
        if depth > MAX_DEPTH || signs > MAX_DEPTH && !text.contains('"') {
            return Err(ParseError { message: "the expression nests too deeply".to_owned(), offset });
        }
    }
    Ok(())
}

/// Compiles what the parser gave; `text` is what it read.
pub(super) struct Compiler<'a> {
    pub(super) text: &'a str,
}

impl Compiler<'_> {
    pub(super) fn expr(&self, from: &Expression) -> Result<Expr, ParseError> {
        let offset = from.span().map_or(0, |span| span.start);
        Ok(Expr { node: self.node(from, offset)?, offset })
    }

    fn boxed(&self, from: &Expression) -> Result<Box<Expr>, ParseError> {
        self.expr(from).map(Box::new)
    }

    fn all<'e>(&self, from: impl Iterator<Item = &'e Expression>) -> Result<Vec<Expr>, ParseError> {
        from.map(|item| self.expr(item)).collect()
    }

    fn node(&self, from: &Expression, offset: usize) -> Result<Node, ParseError> {
        Ok(match from {
            Expression::Null(_) => Node::Literal(Value::null()),
            Expression::Bool(value) => Node::Literal(Value::bool(*value.value())),
            Expression::Number(number) => {
                let text =
                    number.as_repr().map(|repr| repr.to_string()).unwrap_or(number.value().to_string());
                literal_number(&text, offset)?
            }
            Expression::String(text) => Node::Literal(Value::string(super::normalize(text.value()))),
            Expression::Array(items) => Node::Tuple(self.all(items.iter())?),
            Expression::Object(object) => self.object(object)?,
            Expression::StringTemplate(parts) => template::compile(self, parts, template::Form::Quoted)?,
            Expression::HeredocTemplate(heredoc) => {
                let text = self.text.get(offset..).unwrap_or_default();
                let form =
                    if text.starts_with("<<-") { template::Form::Indented } else { template::Form::Lines };
                template::compile(self, &heredoc.template, form)?
            }
            Expression::Parenthesis(inner) => self.node(inner.inner(), offset)?,
            Expression::Variable(name) => Node::Reference(name.value().as_str().into(), Vec::new()),
            Expression::Conditional(it) => Node::Conditional(
                self.boxed(&it.cond_expr)?,
                self.boxed(&it.true_expr)?,
                self.boxed(&it.false_expr)?,
            ),
            Expression::FuncCall(call) => Node::Call(self.call(call)?),
            Expression::Traversal(traversal) => self.traversal(traversal)?,
            Expression::UnaryOp(op) => match op.operator.value() {
                UnaryOperator::Neg => Node::Negate(self.boxed(&op.expr)?),
                UnaryOperator::Not => Node::Not(self.boxed(&op.expr)?),
            },
            Expression::BinaryOp(op) => Node::Binary(
                operator(*op.operator.value()),
                self.boxed(&op.lhs_expr)?,
                self.boxed(&op.rhs_expr)?,
            ),
            Expression::ForExpr(it) => Node::For(Box::new(self.for_expr(it)?)),
        })
    }

    fn object(&self, object: &Object) -> Result<Node, ParseError> {
        let items = object.iter().map(|(key, value)| {
            let key = match key {
                ObjectKey::Ident(name) => Expr {
                    node: Node::Literal(Value::string(name.value().as_str())),
                    offset: name.span().map_or(0, |span| span.start),
                },
                ObjectKey::Expression(Expression::Null(_)) => self.word("null"),
                ObjectKey::Expression(Expression::Bool(flag)) => {
                    self.word(if *flag.value() { "true" } else { "false" })
                }
                // `(name)` is the value of a variable, `name` is a text.
                ObjectKey::Expression(expr) => self.expr(expr)?,
            };
            Ok((key, self.expr(value.expr())?))
        });
        Ok(Node::Object(items.collect::<Result<_, ParseError>>()?))
    }

    fn word(&self, word: &str) -> Expr {
        Expr { node: Node::Literal(Value::string(word)), offset: 0 }
    }

    fn call(&self, call: &FuncCall) -> Result<Call, ParseError> {
        let space = call.name.namespace.iter().map(|part| format!("{}::", part.value().as_str()));
        let name = space.collect::<String>() + call.name.name.value().as_str();
        // `core::` names Terraform's own functions.
        let name = name.strip_prefix("core::").unwrap_or(&name);
        Ok(Call {
            name: name.into(),
            args: self.all(call.args.iter())?,
            spreads_last: call.args.expand_final(),
        })
    }

    fn traversal(&self, traversal: &Traversal) -> Result<Node, ParseError> {
        let steps = traversal.operators.iter().map(|operator| {
            Ok(match operator.value() {
                TraversalOperator::AttrSplat(_) => PathStep::AttrSplat,
                TraversalOperator::FullSplat(_) => PathStep::FullSplat,
                TraversalOperator::GetAttr(name) => PathStep::Attr(name.value().as_str().into()),
                TraversalOperator::Index(index) => PathStep::Index(self.expr(index)?),
                TraversalOperator::LegacyIndex(index) => {
                    let index = i64::try_from(*index.value()).unwrap_or(i64::MAX);
                    PathStep::LegacyIndex(Value::number(index))
                }
            })
        });
        let steps = steps.collect::<Result<Vec<_>, ParseError>>()?;
        Ok(match &traversal.expr {
            Expression::Variable(root) => Node::Reference(root.value().as_str().into(), steps),
            from => Node::Traverse(self.boxed(from)?, steps),
        })
    }

    fn for_expr(&self, from: &ForExpr) -> Result<For, ParseError> {
        Ok(For {
            key_name: from.intro.key_var.as_ref().map(|name| name.value().as_str().into()),
            value_name: from.intro.value_var.value().as_str().into(),
            collection: self.expr(&from.intro.collection_expr)?,
            key: from.key_expr.as_ref().map(|key| self.expr(key)).transpose()?,
            value: self.expr(&from.value_expr)?,
            condition: from.cond.as_ref().map(|cond| self.expr(&cond.expr)).transpose()?,
            groups: from.grouping,
        })
    }
}

fn literal_number(text: &str, offset: usize) -> Result<Node, ParseError> {
    let compact: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (negative, digits) = match compact.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, compact.as_str()),
    };
    let number: Number = digits
        .parse()
        .map_err(|()| ParseError { message: format!("{text} is too large for a number"), offset })?;
    Ok(Node::Literal(Value::number(if negative { number.neg() } else { number })))
}

fn operator(from: BinaryOperator) -> Operator {
    match from {
        BinaryOperator::Eq => Operator::Eq,
        BinaryOperator::NotEq => Operator::NotEq,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::LessEq => Operator::LessEq,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::GreaterEq => Operator::GreaterEq,
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Sub,
        BinaryOperator::Mul => Operator::Mul,
        BinaryOperator::Div => Operator::Div,
        BinaryOperator::Mod => Operator::Rem,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
    }
}
