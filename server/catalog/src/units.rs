//! What published units mean: `Hrs`, `100 GB/Month`, `10K`, `1/Day`, `GiBy.mo`.
//! The words stand in `pricing-data/units.csv`; a number before them, with K or M behind it, is a count.

use rust_decimal::Decimal;

const TABLE: &str = include_str!("../../../pricing-data/units.csv");

/// So many of a thing, for so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// How many.
    pub count: Decimal,
    /// Of what: `GB`, `GiB`, `vCPU`, `request`; empty for mere numbers and for times.
    pub thing: &'static str,
    /// For how long; `None` for what is counted once.
    pub period: Option<Period>,
}

/// A length of time. A month has 730 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 1/3600 hour.
    Second,
    /// An hour.
    Hour,
    /// 24 hours.
    Day,
    /// 730 hours.
    Month,
}

impl Period {
    /// Exact length in seconds.
    pub fn seconds(self) -> u32 {
        match self {
            Self::Second => 1,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Month => 730 * 3_600,
        }
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "second" => Some(Self::Second),
            "hour" => Some(Self::Hour),
            "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            _ => None,
        }
    }
}

impl Unit {
    /// What a published unit means; `None` when the table does not know its words.
    pub fn parse(published: &str) -> Option<Self> {
        let (count, words) = count(published.trim())?;
        let words = words.trim().to_lowercase();
        let line = TABLE.lines().skip(1).find(|it| it.split(',').next() == Some(&*words))?;
        let mut fields = line.split(',').skip(1);
        Some(Self { count, thing: fields.next()?, period: fields.next().and_then(Period::parse) })
    }

    /// The price of one `wanted` when one `self` costs `price`; `None` when they measure different things.
    /// GB and GiB are different things. Multiplies before it divides, so it is exact wherever the result is.
    pub fn price_of(&self, wanted: &Self, price: Decimal) -> Option<Decimal> {
        let seconds = |it: &Self| Decimal::from(it.period.map_or(1, Period::seconds));
        if self.thing != wanted.thing || self.period.is_some() != wanted.period.is_some() {
            return None;
        }
        let times = wanted.count.checked_mul(seconds(wanted))?;
        let share = self.count.checked_mul(seconds(self))?;
        price.checked_mul(times)?.checked_div(share)
    }
}

/// `100 GB` → 100 and the rest; without a number, 1 and everything.
fn count(text: &str) -> Option<(Decimal, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(n_digits)?;
    if digits.is_empty() {
        return Some((Decimal::ONE, text));
    }
    let number = Decimal::from_str_exact(digits).ok().filter(|it| !it.is_zero())?;
    let scaled = |letter, factor: u32| {
        let rest = rest.strip_prefix(letter)?;
        // `1 MB` is no million of bytes: the letter must end the number.
        let ends = rest.is_empty() || rest.starts_with(['/', ' ']);
        ends.then(|| Some((number.checked_mul(factor.into())?, rest)))?
    };
    scaled('K', 1_000).or_else(|| scaled('M', 1_000_000)).or(Some((number, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(published: &str, expected: &str) {
        let text = Unit::parse(published).map(|it| format!("{} {} {:?}", it.count, it.thing, it.period));
        assert_eq!(text.as_deref().unwrap_or("?"), expected, "{published}");
    }

    #[test]
    fn published_units() {
        check("Hrs", "1  Some(Hour)");
        check("1 Hour", "1  Some(Hour)");
        check("100 Hours", "100  Some(Hour)");
        check("100 GB/Month", "100 GB Some(Month)");
        check("GB-Mo", "1 GB Some(Month)");
        check("GiBy.mo", "1 GiB Some(Month)");
        check("Lambda-GB-Second", "1 GB Some(Second)");
        check("10K", "10000  None");
        check("10K/Month", "10000  Some(Month)");
        check("1M", "1000000  None");
        check("1/Day", "1  Some(Day)");
        check("100", "100  None");
    }

    #[test]
    fn unknown_words_have_no_meaning() {
        for text in ["1 Furlong", "1MB", "0", "1K GB/Fortnight", "99999999999999999999999999999999"] {
            check(text, "?");
        }
    }

    #[test]
    fn prices_change_with_the_unit_and_only_within_a_thing() {
        let price = |from, to, price: &str| {
            let (from, to) = (Unit::parse(from).expect("known"), Unit::parse(to).expect("known"));
            from.price_of(&to, price.parse().expect("a decimal")).map(|it| it.normalize().to_string())
        };
        assert_eq!(price("Hrs", "Months", "0.1").as_deref(), Some("73"));
        assert_eq!(price("1/Day", "Months", "0.24").as_deref(), Some("7.3"));
        assert_eq!(price("10K", "1M", "0.05").as_deref(), Some("5"));
        assert_eq!(price("Requests", "1M requests", "0.0000004").as_deref(), Some("0.4"));
        assert_eq!(price("GB-Mo", "GiB/Month", "1"), None);
        assert_eq!(price("GB", "GB-Mo", "1"), None);
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        for line in TABLE.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert_eq!(Period::parse(fields[2]).is_some(), !fields[2].is_empty(), "{line}");
            assert_eq!(Unit::parse(fields[0]).map(|it| it.thing), Some(fields[1]), "{line}");
        }
    }
}
