//! Amounts as people read them, the same in editor, command line and reports.

use pricing::Totals;
use rust_decimal::{Decimal, RoundingStrategy};

/// Smallest amount shown with two places; less is shown as `<$0.01`, never as `$0.00`.
const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Places kept of a rate: bills have charges down to 1e-6 and below.
const RATE_PLACES: u32 = 10;

/// `$1,234.50`, `-$2.00`, `<$0.01`; other currencies than the dollar by sign or by code: `€3.00`, `CHF 3.00`.
pub fn amount(value: Decimal, currency: &str) -> String {
    let size = value.abs();
    let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    let symbol = symbol(currency);
    if !size.is_zero() && size < CENT {
        return format!("{sign}<{symbol}0.01");
    }
    let rounded = size.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    format!("{sign}{symbol}{}", grouped(&format!("{rounded:.2}")))
}

/// `$1,234.50/mo`.
pub fn monthly(value: Decimal, currency: &str) -> String {
    format!("{}/mo", amount(value, currency))
}

/// `$0.045`: a price of one unit, with all the places that count.
pub fn price(value: Decimal, currency: &str) -> String {
    let rounded = value.round_dp(RATE_PLACES);
    let value = if rounded.is_zero() { value } else { rounded }.normalize();
    let places = value.scale().max(2);
    let text = format!("{:.*}", places as usize, value.abs());
    let sign = if value.is_sign_negative() { "-" } else { "" };
    format!("{sign}{}{}", symbol(currency), grouped(&text))
}

/// `$0.045/GB`.
pub fn rate(value: Decimal, unit: &str, currency: &str) -> String {
    format!("{}/{}", price(value, currency), one(unit))
}

/// One of a unit: `hours` → `hour`, `vCPU-hours` → `vCPU-hour`; `1M requests`, `GB` and `IOPS` stay.
pub fn one(unit: &str) -> &str {
    let word = unit.rsplit([' ', '-']).next().unwrap_or(unit);
    let is_plural = word.len() > 2 && word.ends_with('s') && word.bytes().all(|it| it.is_ascii_lowercase());
    let is_multiple = unit.starts_with(|letter: char| letter.is_ascii_digit());
    unit.strip_suffix('s').filter(|_| is_plural && !is_multiple).unwrap_or(unit)
}

/// `730`, `1,000,000`, `0.5`.
pub fn quantity(value: Decimal) -> String {
    grouped(&value.round_dp(6).normalize().to_string())
}

/// `730 hours`, `1 hour`, `4 × 1M requests`.
pub fn quantity_of(value: Decimal, unit: &str) -> String {
    let number = quantity(value);
    match unit.starts_with(|letter: char| letter.is_ascii_digit()) {
        true => format!("{number} × {unit}"),
        false => format!("{number} {}", if value == Decimal::ONE { one(unit) } else { unit }),
    }
}

/// `$412.00/mo`, `~$412.00/mo + usage`, `≥ $412.00/mo (3 unpriced)`, `? (3 unpriced)` where no amount is known.
pub fn total(totals: &Totals, currency: &str) -> String {
    let unknown = unknown_parts(totals);
    if totals.monthly.is_zero() && !unknown.is_empty() {
        return format!("? ({})", unknown.join(", "));
    }
    let bound = if unknown.is_empty() { "" } else { "≥ " };
    let assumed = if totals.assumed { "~" } else { "" };
    let usage = if totals.n_usage > 0 { " + usage" } else { "" };
    let tail = if unknown.is_empty() { String::new() } else { format!(" ({})", unknown.join(", ")) };
    format!("{bound}{assumed}{}{usage}{tail}", monthly(totals.monthly, currency))
}

/// What a sum leaves out because it is not known: `3 unpriced`, `1 of unknown number`, `2 not supported`.
pub fn unknown_parts(totals: &Totals) -> Vec<String> {
    [
        (totals.n_unpriced, "unpriced"),
        (totals.n_unknown_count, "of unknown number"),
        (totals.n_unsupported, "not supported"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect()
}

fn symbol(currency: &str) -> String {
    match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        code => format!("{code} "),
    }
}

/// Groups the digits before the point by three.
fn grouped(number: &str) -> String {
    let (whole, rest) = match number.split_once('.') {
        Some((whole, places)) => (whole, format!(".{places}")),
        None => (number, String::new()),
    };
    let n_digits = whole.len();
    let mut out = String::with_capacity(number.len() + n_digits / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (n_digits - at) % 3 == 0 && digit.is_ascii_digit() && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    out + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts() {
        let cases = [
            ("0", "$0.00"),
            ("0.004", "<$0.01"),
            ("32.85", "$32.85"),
            ("32.855", "$32.86"),
            ("1234567.5", "$1,234,567.50"),
            ("-100", "-$100.00"),
            ("-123456", "-$123,456.00"),
        ];
        for (value, want) in cases {
            assert_eq!(amount(decimal(value), "USD"), want);
        }
        assert_eq!(amount(decimal("3"), "CHF"), "CHF 3.00");
    }

    #[test]
    fn rates_keep_their_places() {
        assert_eq!(rate(decimal("0.0450000000"), "GB", "USD"), "$0.045/GB");
        assert_eq!(rate(decimal("0.0000166667"), "GB-s", "USD"), "$0.0000166667/GB-s");
        assert_eq!(rate(decimal("0.096"), "hours", "USD"), "$0.096/hour");
        assert_eq!(rate(decimal("0.00000000002"), "ms", "USD"), "$0.00000000002/ms");
        assert_eq!(quantity(decimal("1000000.50")), "1,000,000.5");
        assert_eq!(quantity(decimal("730")), "730");
    }

    #[test]
    fn prices_are_for_one() {
        let cases = [
            ("hours", "hour"),
            ("vCPU-hours", "vCPU-hour"),
            ("alarm metrics", "alarm metric"),
            ("1M requests", "1M requests"),
            ("IOPS", "IOPS"),
            ("MBps", "MBps"),
            ("GB-s", "GB-s"),
        ];
        for (unit, want) in cases {
            assert_eq!(one(unit), want);
        }
        assert_eq!(quantity_of(decimal("1"), "months"), "1 month");
        assert_eq!(quantity_of(decimal("0.5"), "months"), "0.5 months");
        assert_eq!(quantity_of(decimal("4"), "1M requests"), "4 × 1M requests");
    }

    #[test]
    fn sums_say_what_they_leave_out() {
        let mut totals = Totals { monthly: decimal("412"), ..Totals::default() };
        assert_eq!(total(&totals, "USD"), "$412.00/mo");
        totals.assumed = true;
        totals.n_usage = 2;
        assert_eq!(total(&totals, "USD"), "~$412.00/mo + usage");
        totals.n_unpriced = 3;
        totals.n_unsupported = 1;
        assert_eq!(total(&totals, "USD"), "≥ ~$412.00/mo + usage (3 unpriced, 1 not supported)");
        totals.monthly = Decimal::ZERO;
        assert_eq!(total(&totals, "USD"), "? (3 unpriced, 1 not supported)");
    }
}
