//! How deep a text nests: what recursive readers are spared.

use super::lex::{Lexer, Token, is_word};

/// The deepest nesting of brackets and templates that is read.
pub const MAX_NESTING: usize = 200;

/// The most operators and template directives that are read in one piece without a bracket between.
pub const MAX_OPERATORS: usize = 1_000;

/// Whether the text nests no deeper than [`MAX_NESTING`] and chains no more than [`MAX_OPERATORS`] operators.
pub fn is_shallow(text: &str) -> bool {
    if text.len() < MAX_NESTING {
        return true;
    }
    let mut lexer = Lexer::new(text, 0);
    let mut depth = 0usize;
    let mut operators = 0usize;
    while let Some((token, range)) = lexer.next() {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Quoted | Token::Heredoc if !is_shallow_template(range.slice(text)) => return false,
            Token::Newline if depth == 0 => operators = 0,
            Token::Other if is_operator(range.slice(text)) => operators += 1,
            _ => {}
        }
        if depth > MAX_NESTING || operators > MAX_OPERATORS {
            return false;
        }
    }
    true
}

fn is_operator(text: &str) -> bool {
    matches!(text, "?" | "!" | "-" | "+" | "*" | "/" | "%" | "&" | "|")
}

/// Counts the openings of a template as if none were closed by a quote: an upper bound of its depth.
fn is_shallow_template(text: &str) -> bool {
    let (mut depth, mut directives) = (0usize, 0usize);
    let mut brackets = 0usize;
    for pair in text.as_bytes().windows(2) {
        match pair {
            [b'$', b'{'] => depth += 1,
            [b'%', b'{'] => directives += 1,
            [b'}', _] => depth = depth.saturating_sub(1),
            [b'[' | b'(' | b'!' | b'-', next] if depth > 0 && !is_word(*next) => brackets += 1,
            [b']' | b')', _] => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING || directives > MAX_OPERATORS || brackets > MAX_OPERATORS {
            return false;
        }
    }
    true
}
