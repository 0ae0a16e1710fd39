//! Offsets to lines and columns and back, in UTF-8 or UTF-16 units.
//! LSP counts columns in UTF-16 units unless client and server agree on UTF-8
//! (LSP 3.17, "Text Documents", `positionEncoding`).

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
}

/// A position: 0-based line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// 0-based line.
    pub line: u32,
    /// 0-based column, in units of the encoding asked for.
    pub col: u32,
}

/// Where the lines of one text begin. Line ends are `\n`, `\r\n` and lone `\r`, as in LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads a text once. Offsets beyond 4 GiB do not occur: longer texts are refused before.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts, len: text.len() as u32 }
    }

    /// The number of lines; at least one.
    pub fn n_lines(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The offset at which a line begins; the end of the text for lines beyond it.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(self.len)
    }

    /// The offset behind a line's last letter, its line end not included.
    pub fn line_end(&self, text: &str, line: u32) -> u32 {
        let start = self.line_start(line);
        let next = self.line_start(line.saturating_add(1));
        let body = text.get(start as usize..next as usize).unwrap_or_default();
        start + body.trim_end_matches(['\n', '\r']).len() as u32
    }

    /// Line and column of an offset. Offsets beyond the text or inside a letter are moved to the left.
    pub fn line_col(&self, text: &str, offset: u32, encoding: Encoding) -> LineCol {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.line_start(line as u32) as usize;
        let mut end = offset as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or_default();
        let col = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        LineCol { line: line as u32, col: col as u32 }
    }

    /// The offset of a line and column. A column beyond the line is its end, a line beyond the text the text's end.
    pub fn offset(&self, text: &str, at: LineCol, encoding: Encoding) -> u32 {
        if at.line >= self.n_lines() {
            return self.len;
        }
        let start = self.line_start(at.line);
        let end = self.line_end(text, at.line);
        let line = text.get(start as usize..end as usize).unwrap_or_default();
        let mut col = 0u32;
        for (byte, letter) in line.char_indices() {
            let width = match encoding {
                Encoding::Utf8 => letter.len_utf8(),
                Encoding::Utf16 => letter.len_utf16(),
            } as u32;
            if col + width > at.col {
                return start + byte as u32;
            }
            col += width;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_both_encodings() {
        let text = "a\r\n😀é = 1\nlast";
        let index = LineIndex::new(text);
        assert_eq!(index.n_lines(), 3);
        let offset = text.find('=').unwrap() as u32;
        assert_eq!(index.line_col(text, offset, Encoding::Utf16), LineCol { line: 1, col: 4 });
        assert_eq!(index.line_col(text, offset, Encoding::Utf8), LineCol { line: 1, col: 7 });
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (at, _) in text.char_indices().filter(|(_, c)| *c != '\n') {
                let line_col = index.line_col(text, at as u32, encoding);
                assert_eq!(index.offset(text, line_col, encoding), at as u32);
            }
        }
    }

    #[test]
    fn positions_outside_are_clamped() {
        let text = "ab\ncd";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, LineCol { line: 0, col: 99 }, Encoding::Utf16), 2);
        assert_eq!(index.offset(text, LineCol { line: 9, col: 0 }, Encoding::Utf16), 5);
        assert_eq!(index.line_col(text, 99, Encoding::Utf16), LineCol { line: 1, col: 2 });
    }
}
