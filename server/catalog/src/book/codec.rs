//! Bytes of the book: variable-length numbers, texts, exact decimals. Reading never panics.

use rust_decimal::Decimal;

/// Appends to bytes.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

/// Reads from bytes; `None` as soon as they do not say what is asked.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn fixed(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, value: impl Into<u128>) {
        let mut value: u128 = value.into();
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(super) fn count(&mut self, value: usize) {
        self.number(value as u64);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Scale, then the digits. Prices and tiers are never negative.
    pub(super) fn decimal(&mut self, value: Decimal) {
        let value = value.normalize();
        self.byte(value.scale() as u8);
        self.number(value.mantissa().unsigned_abs());
    }
}

impl<'a> Reader<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn fixed(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    pub(super) fn number(&mut self) -> Option<u128> {
        let mut value = 0u128;
        for shift in (0..126).step_by(7) {
            let byte = self.byte()?;
            value |= u128::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        let mut value = 0usize;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let n = self.count()?;
        std::str::from_utf8(self.take(n)?).ok()
    }

    pub(super) fn decimal(&mut self) -> Option<Decimal> {
        let scale = self.byte()?;
        let digits = i128::try_from(self.number()?).ok()?;
        Decimal::try_from_i128_with_scale(digits, u32::from(scale)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_trip() {
        for text in ["0", "0.0000000000000001", "79228162514264337593543950335", "51200", "0.096", "1.50"] {
            let value: Decimal = text.parse().expect("a decimal");
            let mut out = Writer::default();
            out.decimal(value);
            let mut reader = Reader(&out.0);
            assert_eq!(reader.decimal(), Some(value));
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn endless_numbers_and_short_texts_end() {
        assert_eq!(Reader(&[0xff; 64]).number(), None);
        assert_eq!(Reader(&[0xff; 64]).count(), None);
        assert_eq!(Reader(&[5, b'a']).text(), None);
        assert_eq!(Reader(&[2, 0xc3, 0x28]).text(), None);
        assert_eq!(Reader(&[29, 1]).decimal(), None);
    }
}
