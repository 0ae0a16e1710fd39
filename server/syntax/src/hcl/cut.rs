//! Cuts a file into top-level blocks without parsing it.

use super::lex::{Lexer, Token, is_word, is_word_start};

/// The offsets at which pieces begin; the first is 0.
///
/// A block header outside all brackets begins a piece. So does one in column 0 inside brackets that are still
/// open, when its first word is one of `top_level`: the block before is then half typed.
pub(crate) fn cut(text: &str, top_level: &[&str]) -> Vec<u32> {
    let mut starts = vec![0u32];
    let mut lexer = Lexer::new(text, 0);
    let mut depth = 0usize;
    let mut at_line_start = true;
    while let Some((token, range)) = lexer.next() {
        let is_first = std::mem::replace(&mut at_line_start, token == Token::Newline);
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Blank => at_line_start = is_first && depth == 0,
            Token::Word if is_first && begins_block(text, range.slice(text), range.end, depth, top_level) => {
                depth = 0;
                if range.start > 0 {
                    starts.push(range.start);
                }
            }
            _ => {}
        }
    }
    starts
}

fn begins_block(text: &str, word: &str, word_end: u32, depth: usize, top_level: &[&str]) -> bool {
    let rest = text.get(word_end as usize..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    if top_level.contains(&word) { is_header_start(line) } else { depth == 0 && is_header(line) }
}

/// What follows the first word of a header that may still be half typed: a blank and a label, or a brace.
fn is_header_start(rest: &str) -> bool {
    matches!(rest.trim_start().as_bytes().first(), None | Some(b'{' | b'"'))
        || rest.starts_with([' ', '\t']) && rest.trim_start().bytes().next().is_some_and(is_word_start)
}

/// Whether labels and an opening brace follow.
fn is_header(rest: &str) -> bool {
    let mut rest = rest.trim_start();
    loop {
        rest = match rest.as_bytes().first() {
            Some(b'{') => return true,
            Some(b'"') => match rest.get(1..).and_then(|it| it.split_once('"')) {
                Some((_, after)) => after.trim_start(),
                None => return false,
            },
            Some(byte) if is_word_start(*byte) => {
                rest.trim_start_matches(|it: char| !it.is_ascii() || is_word(it as u8)).trim_start()
            }
            _ => return false,
        };
    }
}
