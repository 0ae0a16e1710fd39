//! Text to expression: a tokenizer and precedence climbing. Tables are ours, so errors name the text and the place.

use std::iter::Peekable;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::ast::{Expr, Op};
use super::functions::Function;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Num(Decimal),
    Text(Arc<str>),
    Name(Arc<str>),
    Sign(&'static str),
}

const SIGNS: [&str; 17] =
    ["||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "!", "(", ")", ",", "%"];

/// Parses an expression; the error says what is wrong with which text.
pub(crate) fn parse(text: &str) -> Result<Expr, String> {
    let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable() };
    let expr = parser.binary(0).map_err(|message| format!("{message} in `{text}`"))?;
    match parser.tokens.next() {
        None => Ok(expr),
        Some(token) => Err(format!("unexpected {token:?} in `{text}`")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, len) = token(rest, first).ok_or_else(|| format!("`{rest}` is no token in `{text}`"))?;
        found.push(token);
        rest = rest.get(len..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

fn token(rest: &str, first: char) -> Option<(Token, usize)> {
    if first == '\'' || first == '"' {
        let body = rest.get(1..)?;
        let end = body.find(first)?;
        return Some((Token::Text(body.get(..end)?.into()), end + 2));
    }
    if first.is_ascii_digit() {
        let len = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(rest.len());
        let digits = rest.get(..len)?.replace('_', "");
        return Some((Token::Num(digits.parse().ok()?), len));
    }
    if first.is_alphabetic() || first == '_' {
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        return Some((Token::Name(rest.get(..len)?.into()), len));
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
    Some((Token::Sign(sign), sign.len()))
}

struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
}

fn operator(token: &Token) -> Option<(Op, u8)> {
    let Token::Sign(sign) = token else { return None };
    Some(match *sign {
        "||" => (Op::Or, 1),
        "&&" => (Op::And, 2),
        "==" => (Op::Eq, 3),
        "!=" => (Op::Ne, 3),
        "<" => (Op::Lt, 4),
        "<=" => (Op::Le, 4),
        ">" => (Op::Gt, 4),
        ">=" => (Op::Ge, 4),
        "+" => (Op::Add, 5),
        "-" => (Op::Sub, 5),
        "*" => (Op::Mul, 6),
        "/" => (Op::Div, 6),
        _ => return None,
    })
}

impl Parser {
    fn binary(&mut self, weakest: u8) -> Result<Expr, String> {
        let mut left = self.unary()?;
        while let Some((op, strength)) = self.tokens.peek().and_then(operator) {
            if strength < weakest {
                break;
            }
            self.tokens.next();
            let right = self.binary(strength + 1)?;
            left = Expr::Binary(op, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, String> {
        match self.tokens.next() {
            Some(Token::Sign("!")) => Ok(Expr::Not(Box::new(self.unary()?))),
            Some(Token::Sign("-")) => Ok(Expr::Negate(Box::new(self.unary()?))),
            Some(Token::Sign("(")) => {
                let inner = self.binary(0)?;
                self.require(")")?;
                Ok(inner)
            }
            Some(Token::Num(it)) => Ok(Expr::Num(it)),
            Some(Token::Text(it)) => Ok(Expr::Text(it)),
            Some(Token::Name(name)) => self.named(&name),
            Some(token) => Err(format!("unexpected {token:?}")),
            None => Err("the expression ends too early".to_owned()),
        }
    }

    fn named(&mut self, name: &Arc<str>) -> Result<Expr, String> {
        if self.tokens.peek() == Some(&Token::Sign("(")) {
            self.tokens.next();
            return self.call(name);
        }
        Ok(match &**name {
            "null" => Expr::Null,
            "true" => Expr::Bool(true),
            "false" => Expr::Bool(false),
            _ => match name.strip_prefix("usage.") {
                Some(key) => Expr::Usage(key.into()),
                None => Expr::Name(name.clone()),
            },
        })
    }

    fn call(&mut self, name: &str) -> Result<Expr, String> {
        let args = self.args()?;
        if name == "lookup" {
            return lookup(args);
        }
        let function = Function::named(name).ok_or_else(|| format!("there is no function {name}"))?;
        function.check_count(args.len()).map_err(|want| format!("{name} takes {want}"))?;
        Ok(Expr::Call(function, args))
    }

    fn args(&mut self) -> Result<Vec<Expr>, String> {
        let mut args = Vec::new();
        if self.tokens.next_if_eq(&Token::Sign(")")).is_some() {
            return Ok(args);
        }
        loop {
            args.push(self.binary(0)?);
            if self.tokens.next_if_eq(&Token::Sign(",")).is_none() {
                self.require(")")?;
                return Ok(args);
            }
        }
    }

    fn require(&mut self, sign: &'static str) -> Result<(), String> {
        match self.tokens.next() {
            Some(Token::Sign(found)) if found == sign => Ok(()),
            found => Err(format!("expected {sign}, found {found:?}")),
        }
    }
}

fn lookup(args: Vec<Expr>) -> Result<Expr, String> {
    let mut args = args.into_iter();
    let (Some(Expr::Name(table)), Some(key), default, None) =
        (args.next(), args.next(), args.next(), args.next())
    else {
        return Err("lookup takes a table's name, a key, and perhaps a default".to_owned());
    };
    Ok(Expr::Lookup(table, Box::new(key), default.map(Box::new)))
}
