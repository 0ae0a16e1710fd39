//! The tokens that matter for structure: brackets, line ends, strings, heredocs, comments.
//! Tolerant: what is not closed ends with its line.

use text::TextRange;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// The end of a line.
    Newline,
    /// A quoted string with its templates.
    Quoted,
    /// `<<NAME` up to and with the line `NAME`, without that line's end.
    Heredoc,
    /// A comment, without the line end after it.
    Comment,
    /// Letters, digits, `_` and `-` that begin with a letter or `_`.
    Word,
    /// Blanks within a line.
    Blank,
    /// Any other letter.
    Other,
}

/// How many heredocs without an end are looked for before the rest counts as plain text: keeps the cost linear.
const MAX_OPEN_HEREDOCS: u32 = 16;

/// How many bytes are read in search of the ends of strings that have none, before every string must end in its
/// line: keeps the cost linear.
const MAX_OPEN_QUOTES: usize = 1 << 20;

/// Reads tokens from left to right.
#[derive(Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    /// Offset of the next token.
    pub at: usize,
    open_heredocs: u32,
    open_quotes: usize,
    has_open_comment: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at, open_heredocs: 0, open_quotes: 0, has_open_comment: false }
    }

    /// The next token and its range.
    pub(crate) fn next(&mut self) -> Option<(Token, TextRange)> {
        let start = self.at;
        let byte = self.byte(start)?;
        let (token, end) = self.token(byte, start);
        self.at = end.max(start + 1);
        Some((token, TextRange::new(start as u32, self.at as u32)))
    }

    fn token(&mut self, byte: u8, start: usize) -> (Token, usize) {
        match byte {
            b'{' | b'[' | b'(' => (Token::Open(byte), start + 1),
            b'}' | b']' | b')' => (Token::Close(byte), start + 1),
            b'\n' => (Token::Newline, start + 1),
            b' ' | b'\t' | b'\r' => (Token::Blank, self.run(start, |it| matches!(it, b' ' | b'\t' | b'\r'))),
            b'"' => (Token::Quoted, self.quoted(start)),
            b'#' => (Token::Comment, self.line_end(start)),
            b'/' if self.byte(start + 1) == Some(b'/') => (Token::Comment, self.line_end(start)),
            b'/' if self.byte(start + 1) == Some(b'*') => (Token::Comment, self.long_comment(start)),
            b'<' if self.byte(start + 1) == Some(b'<') => match self.heredoc(start) {
                Some(end) => (Token::Heredoc, end),
                None => (Token::Other, start + 2),
            },
            _ if is_word_start(byte) => (Token::Word, self.run(start, is_word)),
            _ => (Token::Other, start + 1),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn run(&self, start: usize, accept: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().position(|byte| !accept(*byte)).unwrap_or(rest.len())
    }

    fn line_end(&self, start: usize) -> usize {
        self.run(start, |byte| byte != b'\n')
    }

    fn long_comment(&mut self, start: usize) -> usize {
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        let close = if self.has_open_comment { None } else { rest.windows(2).position(|pair| pair == b"*/") };
        match close {
            Some(len) => start + 2 + len + 2,
            None => {
                self.has_open_comment = true;
                self.line_end(start)
            }
        }
    }

    /// The end of a quoted string; where it is not closed, the end of its first line.
    fn quoted(&mut self, start: usize) -> usize {
        let mut frames = vec![Frame::Quote];
        let mut at = start + 1;
        while let (Some(byte), Some(frame)) = (self.byte(at), frames.last().copied()) {
            let next = self.byte(at + 1);
            match (frame, byte) {
                (Frame::Quote, b'\\') if next.is_some_and(|it| it != b'\n') => at += 1,
                (Frame::Quote, b'"') | (Frame::Brace, b'}') => drop(frames.pop()),
                (Frame::Quote, b'$' | b'%') if next == Some(byte) && self.byte(at + 2) == Some(b'{') => {
                    at += 2
                }
                (Frame::Quote, b'$' | b'%') if next == Some(b'{') => {
                    frames.push(Frame::Brace);
                    at += 1;
                }
                (Frame::Quote, b'\n') => break,
                (Frame::Brace, b'{') => frames.push(Frame::Brace),
                (Frame::Brace, b'"') => frames.push(Frame::Quote),
                (Frame::Brace, b'\n') if next == Some(b'}') || next.is_some_and(is_word_start) => break,
                (Frame::Brace, b'\n') if self.open_quotes > MAX_OPEN_QUOTES => break,
                _ => {}
            }
            at += 1;
        }
        if frames.is_empty() {
            return at;
        }
        self.open_quotes += at - start;
        self.line_end(start)
    }

    /// The end of a heredoc that has one.
    fn heredoc(&mut self, start: usize) -> Option<usize> {
        let mut name_start = start + 2;
        if self.byte(name_start) == Some(b'-') {
            name_start += 1;
        }
        let name = self.bytes.get(name_start..self.run(name_start, is_word))?;
        if name.is_empty() || self.open_heredocs >= MAX_OPEN_HEREDOCS {
            return None;
        }
        let mut line = self.line_end(name_start) + 1;
        while line < self.bytes.len() {
            let end = self.line_end(line);
            if self.bytes.get(line..end).is_some_and(|text| text.trim_ascii() == name) {
                return Some(self.run(line, |byte| matches!(byte, b' ' | b'\t')) + name.len());
            }
            line = end + 1;
        }
        self.open_heredocs += 1;
        None
    }
}

#[derive(Clone, Copy)]
enum Frame {
    Quote,
    Brace,
}

pub(crate) fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub(crate) fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'-'
}
