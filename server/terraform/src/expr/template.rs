//! Templates: cut into parts once, with trimming (`~`) and the indentation of `<<-` already applied, as
//! HCL's own template parser does it on its tokens (github.com/hashicorp/hcl, hclsyntax/parser_template.go).

use std::sync::Arc;

use hcl::edit::Span;
use hcl::edit::expr::Expression;
use hcl::edit::template::{Directive, Element, Strip, Template};
use ir::Value;

use super::ast::{Expr, Node, Part};
use super::parse::{Compiler, ParseError};

/// How a template is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In quotes: one literal between two sequences.
    Quoted,
    /// `<<EOT` or a file: one literal a line.
    Lines,
    /// `<<-EOT`.
    Indented,
}

enum Token<'a> {
    Text(String),
    Value(&'a Expression, Strip),
    If(&'a Expression, Strip),
    Else(Strip),
    EndIf(Strip),
    For(&'a hcl::edit::template::ForTemplateExpr),
    EndFor(Strip),
}

impl Token<'_> {
    fn strip(&self) -> Strip {
        match self {
            Self::Text(_) => Strip::None,
            Self::Value(_, strip) | Self::If(_, strip) => *strip,
            Self::Else(strip) | Self::EndIf(strip) | Self::EndFor(strip) => *strip,
            Self::For(it) => it.strip,
        }
    }
}

/// Compiles a parsed template.
pub(super) fn compile(compiler: &Compiler<'_>, template: &Template, form: Form) -> Result<Node, ParseError> {
    let mut tokens = Vec::new();
    flatten(compiler, template, form, &mut tokens);
    let is_alone = tokens.len() == 1;
    trim(&mut tokens);
    if form == Form::Indented {
        cut_indentation(&mut tokens);
    }
    tokens.retain(|token| !matches!(token, Token::Text(text) if text.is_empty()));
    let mut tokens = tokens.into_iter().peekable();
    let mut parts = parts(compiler, &mut tokens)?;
    Ok(match parts.as_mut_slice() {
        [] => Node::Literal(Value::string("")),
        [Part::Text(text)] => Node::Literal(Value::string(super::normalize(text))),
        [Part::Value(_)] if is_alone => match parts.pop() {
            Some(Part::Value(expr)) => Node::Wrapped(Box::new(expr)),
            _ => Node::Template(parts),
        },
        _ => Node::Template(parts),
    })
}

fn flatten<'a>(compiler: &Compiler<'_>, template: &'a Template, form: Form, tokens: &mut Vec<Token<'a>>) {
    for element in template {
        match element {
            Element::Literal(literal) if form == Form::Quoted => {
                tokens.push(Token::Text(quoted_text(compiler, literal)));
            }
            Element::Literal(literal) => {
                // The parser has cut the indentation its own way: take the text as it stands.
                let written = literal.span().and_then(|span| compiler.text.get(span));
                let text = written.map(|text| text.replace("$${", "${").replace("%%{", "%{"));
                let text = text.unwrap_or_else(|| literal.value().clone());
                tokens.extend(text.split_inclusive('\n').map(|line| Token::Text(line.to_owned())));
            }
            Element::Interpolation(it) => tokens.push(Token::Value(&it.expr, it.strip)),
            Element::Directive(directive) => match &**directive {
                Directive::If(it) => {
                    tokens.push(Token::If(&it.if_expr.cond_expr, it.if_expr.strip));
                    flatten(compiler, &it.if_expr.template, form, tokens);
                    if let Some(otherwise) = &it.else_expr {
                        tokens.push(Token::Else(otherwise.strip));
                        flatten(compiler, &otherwise.template, form, tokens);
                    }
                    tokens.push(Token::EndIf(it.endif_expr.strip));
                }
                Directive::For(it) => {
                    tokens.push(Token::For(&it.for_expr));
                    flatten(compiler, &it.for_expr.template, form, tokens);
                    tokens.push(Token::EndFor(it.endfor_expr.strip));
                }
            },
        }
    }
}

/// Between quotes the parser leaves the escapes inside a directive as they are written.
fn quoted_text(compiler: &Compiler<'_>, literal: &hcl::edit::Spanned<String>) -> String {
    let written = literal.span().and_then(|span| compiler.text.get(span)).unwrap_or_default();
    if written.contains('\\') && written == literal.value() {
        unescape(written)
    } else {
        literal.value().clone()
    }
}

fn unescape(text: &str) -> String {
    let (mut out, mut letters) = (String::new(), text.chars());
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let n_digits = match letters.next() {
            Some('n') => push(&mut out, '\n'),
            Some('r') => push(&mut out, '\r'),
            Some('t') => push(&mut out, '\t'),
            Some('u') => 4,
            Some('U') => 8,
            Some(other) => push(&mut out, other),
            None => push(&mut out, '\\'),
        };
        if n_digits > 0 {
            let digits: String = letters.by_ref().take(n_digits).collect();
            let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
            out.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    out
}

/// Adds a letter; no digits of a code follow it.
fn push(out: &mut String, letter: char) -> usize {
    out.push(letter);
    0
}

/// `~` takes the blanks of the literal next to it, on its side.
fn trim(tokens: &mut [Token<'_>]) {
    for idx in 0..tokens.len() {
        let Some(strip) = tokens.get(idx).map(Token::strip) else { return };
        if let (true, Some(Token::Text(text))) =
            (strip.strip_start(), idx.checked_sub(1).and_then(|idx| tokens.get_mut(idx)))
        {
            text.truncate(text.trim_end().len());
        }
        if let (true, Some(Token::Text(text))) = (strip.strip_end(), tokens.get_mut(idx + 1)) {
            *text = text.trim_start().to_owned();
        }
    }
}

/// Takes from every line the blanks that all lines have.
fn cut_indentation(tokens: &mut [Token<'_>]) {
    let (mut least, mut at_line_start, mut starts) = (usize::MAX, true, Vec::new());
    for (idx, token) in tokens.iter().enumerate() {
        let text = match token {
            Token::Text(text) => Some(text.as_str()),
            _ => None,
        };
        if at_line_start {
            let blanks = text.map_or("", |text| text.strip_suffix(text.trim_start()).unwrap_or_default());
            let empty_line = text.is_some_and(|text| text.trim_start().is_empty() && text.ends_with('\n'));
            if !empty_line {
                least = least.min(blanks.chars().count());
                starts.push(idx);
            }
        }
        at_line_start = text.is_some_and(|text| text.ends_with('\n'));
    }
    for idx in starts {
        if let Some(Token::Text(text)) = tokens.get_mut(idx) {
            *text = text.chars().skip(least).collect();
        }
    }
}

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<Token<'a>>>;

/// Parts up to the end, or to the directive that closes the surrounding one.
fn parts(compiler: &Compiler<'_>, tokens: &mut Tokens<'_>) -> Result<Vec<Part>, ParseError> {
    let mut parts: Vec<Part> = Vec::new();
    while let Some(token) =
        tokens.next_if(|token| !matches!(token, Token::Else(_) | Token::EndIf(_) | Token::EndFor(_)))
    {
        match token {
            Token::Text(text) => match parts.last_mut() {
                Some(Part::Text(before)) => *before = format!("{before}{text}").into(),
                _ => parts.push(Part::Text(text.into())),
            },
            Token::Value(expr, _) => parts.push(Part::Value(compiler.expr(expr)?)),
            Token::If(condition, _) => parts.push(if_part(compiler, compiler.expr(condition)?, tokens)?),
            Token::For(it) => {
                let key_name = it.key_var.as_ref().map(|name| Arc::from(name.value().as_str()));
                let value_name = Arc::from(it.value_var.value().as_str());
                let collection = compiler.expr(&it.collection_expr)?;
                let body = self::parts(compiler, tokens)?;
                tokens.next();
                parts.push(Part::For { key_name, value_name, collection, body });
            }
            Token::Else(_) | Token::EndIf(_) | Token::EndFor(_) => {}
        }
    }
    Ok(parts)
}

fn if_part(compiler: &Compiler<'_>, condition: Expr, tokens: &mut Tokens<'_>) -> Result<Part, ParseError> {
    let yes = parts(compiler, tokens)?;
    let no = match tokens.next() {
        Some(Token::Else(_)) => {
            let no = parts(compiler, tokens)?;
            tokens.next();
            no
        }
        _ => Vec::new(),
    };
    Ok(Part::If(condition, yes, no))
}
