//! Numbers as Terraform has them: binary floating point with 512 bits of mantissa
//! (github.com/zclconf/go-cty, docs/types.md: numbers are `big.Float` with 512 bits).
//! Whole numbers that fit 64 bits take a short way; both ways give the same results.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use dashu_int::{
    IBig, Sign, UBig,
    ops::{BitTest, DivRem, UnsignedAbs},
};
use rust_decimal::Decimal;

/// The bits of mantissa that arithmetic keeps.
const PRECISION: usize = 512;
/// Bits that a double keeps; results of `log` and `pow` print as doubles do.
const DOUBLE_PRECISION: usize = 53;
/// Decimal exponents beyond this are refused, so that no text makes a number of gigabytes.
const MAX_DECIMAL_EXPONENT: i64 = 20_000;
/// Binary exponents beyond this overflow to infinity or vanish to zero.
const MAX_BINARY_EXPONENT: i64 = 80_000;

/// A number of a configuration language.
#[derive(Clone, Debug)]
pub struct Number(Repr);

/// Invariant: a whole number that fits is `Small`, unless it is a large double (which prints differently).
#[derive(Clone, Debug)]
enum Repr {
    Small(i64),
    Float(Arc<Float>),
    NegativeZero,
    Infinite(Sign),
}

/// `mantissa * 2^exponent`, the mantissa odd or zero.
#[derive(Clone, Debug)]
struct Float {
    mantissa: IBig,
    exponent: i64,
    precision: usize,
}

impl Number {
    /// The nearest exact decimal of at most 28 digits. `None` when it is too large for one.
    pub fn to_decimal(&self) -> Option<Decimal> {
        match &self.0 {
            Repr::Small(value) => Some(Decimal::from(*value)),
            Repr::NegativeZero => Some(Decimal::ZERO),
            Repr::Infinite(_) => None,
            Repr::Float(_) => Decimal::from_str(&self.to_string()).ok(),
        }
    }

    /// Whole numbers that fit.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(value) => Some(*value),
            Repr::NegativeZero => Some(0),
            Repr::Float(float) if float.exponent >= 0 => float.to_integer()?.try_into().ok(),
            _ => None,
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Infinite(Sign::Positive) => f64::INFINITY,
            Repr::Infinite(Sign::Negative) => f64::NEG_INFINITY,
            _ => self.to_string().parse().unwrap_or(f64::NAN),
        }
    }

    /// A double, exactly; it prints as the double does. `None` for NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Self::infinity(if value < 0.0 { Sign::Negative } else { Sign::Positive }));
        }
        if value == 0.0 {
            return Some(Self(if value.is_sign_negative() { Repr::NegativeZero } else { Repr::Small(0) }));
        }
        let bits = value.to_bits();
        let biased = i64::try_from((bits >> 52) & 0x7ff).ok()?;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) =
            if biased == 0 { (fraction, -1074) } else { (fraction | (1 << 52), biased - 1075) };
        let sign = if value < 0.0 { Sign::Negative } else { Sign::Positive };
        Some(Float::rounded(IBig::from_parts(sign, UBig::from(mantissa)), exponent, DOUBLE_PRECISION))
    }

    /// A whole number of any size, rounded to 512 bits.
    pub fn from_digits(text: &str, radix: u32) -> Option<Self> {
        if text.len() > 10_000 {
            return None;
        }
        let whole = IBig::from_str_radix(text, radix).ok()?;
        Some(Float::rounded(whole, 0, PRECISION))
    }

    fn infinity(sign: Sign) -> Self {
        Self(Repr::Infinite(sign))
    }

    /// Compares by value.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) => left.cmp(right),
            (Repr::Infinite(left), Repr::Infinite(right)) => left.cmp(right),
            (Repr::Infinite(sign), _) => Ordering::Equal.then(sign_order(*sign)),
            (_, Repr::Infinite(sign)) => sign_order(*sign).reverse(),
            _ => Float::compare(&self.float(), &other.float()),
        }
    }

    /// Whether it is zero, of either sign.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0) | Repr::NegativeZero)
    }

    /// Whether it is neither infinity.
    pub fn is_finite(&self) -> bool {
        !matches!(self.0, Repr::Infinite(_))
    }

    /// Whether it lies below zero.
    pub fn is_negative(&self) -> bool {
        self.compare(&Self::from(0)) == Ordering::Less
    }

    /// Whether it is whole.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small(_) | Repr::NegativeZero => true,
            Repr::Float(float) => float.exponent >= 0,
            Repr::Infinite(_) => false,
        }
    }

    /// The sum. `None` for infinities of opposite signs.
    pub fn add(&self, other: &Self) -> Option<Self> {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) if left.checked_add(*right).is_some() => {
                left.checked_add(*right).map(Self::from)
            }
            (Repr::Infinite(left), Repr::Infinite(right)) => (left == right).then(|| self.clone()),
            (Repr::Infinite(_), _) => Some(self.clone()),
            (_, Repr::Infinite(_)) => Some(other.clone()),
            (Repr::NegativeZero, Repr::NegativeZero) => Some(self.clone()),
            _ => Some(Float::sum(&self.float(), &other.float())),
        }
    }

    /// The difference. `None` for infinities of the same sign.
    pub fn sub(&self, other: &Self) -> Option<Self> {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) if left.checked_sub(*right).is_some() => {
                left.checked_sub(*right).map(Self::from)
            }
            _ => self.add(&other.neg()),
        }
    }

    /// The product. `None` for zero times infinity.
    pub fn mul(&self, other: &Self) -> Option<Self> {
        let negative = self.has_minus() != other.has_minus();
        match (&self.0, &other.0) {
            (Repr::Infinite(_), _) | (_, Repr::Infinite(_)) => {
                let zero = self.is_zero() || other.is_zero();
                (!zero).then(|| Self::infinity(sign_of(negative)))
            }
            _ if self.is_zero() || other.is_zero() => Some(Self::zero(negative)),
            (Repr::Small(left), Repr::Small(right)) if left.checked_mul(*right).is_some() => {
                left.checked_mul(*right).map(Self::from)
            }
            _ => {
                let (left, right) = (self.float(), other.float());
                let precision = left.precision.max(right.precision).max(PRECISION);
                let exponent = left.exponent.checked_add(right.exponent)?;
                Some(Float::rounded(&left.mantissa * &right.mantissa, exponent, precision))
            }
        }
    }

    /// The quotient; a number divided by zero is infinite. `None` for 0/0 and infinity by infinity.
    pub fn div(&self, other: &Self) -> Option<Self> {
        let negative = self.has_minus() != other.has_minus();
        match (&self.0, &other.0) {
            (Repr::Infinite(_), Repr::Infinite(_)) => None,
            _ if self.is_zero() && other.is_zero() => None,
            (Repr::Infinite(_), _) => Some(Self::infinity(sign_of(negative))),
            _ if other.is_zero() => Some(Self::infinity(sign_of(negative))),
            (_, Repr::Infinite(_)) => Some(Self::zero(negative)),
            _ if self.is_zero() => Some(Self::zero(negative)),
            (Repr::Small(left), Repr::Small(right)) if left.checked_rem(*right) == Some(0) => {
                left.checked_div(*right).map(Self::from)
            }
            _ => Some(Float::quotient(&self.float(), &other.float())),
        }
    }

    /// The remainder of the division cut towards zero: it has the sign of `self`. `None` when there is none.
    pub fn rem(&self, other: &Self) -> Option<Self> {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) if *right != 0 => {
                left.checked_rem(*right).map(Self::from)
            }
            (Repr::Infinite(_), _) | (_, Repr::Infinite(_)) => None,
            // As go-cty: the quotient is infinite, and an infinity cut to a whole number is taken as zero.
            _ if other.is_zero() => Some(self.clone()),
            _ => self.sub(&other.mul(&self.div(other)?.truncate())?),
        }
    }

    /// The number with the opposite sign.
    pub fn neg(&self) -> Self {
        match &self.0 {
            Repr::Small(0) => Self(Repr::NegativeZero),
            Repr::NegativeZero => Self::from(0),
            Repr::Infinite(sign) => Self::infinity(-*sign),
            Repr::Small(value) if value.checked_neg().is_some() => Self::from(value.wrapping_neg()),
            _ => {
                let float = self.float();
                Float::rounded(-float.mantissa.clone(), float.exponent, float.precision)
            }
        }
    }

    /// The number without its sign.
    pub fn abs(&self) -> Self {
        if self.has_minus() { self.neg() } else { self.clone() }
    }

    /// The greatest whole number that is not greater.
    pub fn floor(&self) -> Self {
        let whole = self.truncate();
        if whole.compare(self) == Ordering::Greater {
            whole.add(&Self::from(-1)).unwrap_or(whole)
        } else {
            whole
        }
    }

    /// The least whole number that is not less.
    pub fn ceil(&self) -> Self {
        let whole = self.truncate();
        if whole.compare(self) == Ordering::Less { whole.add(&Self::from(1)).unwrap_or(whole) } else { whole }
    }

    /// The whole number towards zero.
    pub fn truncate(&self) -> Self {
        match &self.0 {
            Repr::Float(float) if float.exponent < 0 => {
                let magnitude = (&float.mantissa).unsigned_abs() >> usize_of(-float.exponent);
                Float::rounded(IBig::from_parts(float.mantissa.sign(), magnitude), 0, float.precision)
            }
            _ => self.clone(),
        }
    }

    /// A decimal text with so many digits after the point, rounded half to even.
    pub fn to_fixed(&self, digits: usize) -> String {
        if !self.is_finite() {
            return self.to_string();
        }
        let float = self.float();
        let scaled = (&float.mantissa).unsigned_abs() * UBig::from(10u8).pow(digits);
        let (numerator, denominator) = shifted(scaled, float.exponent);
        let text = nearest(&numerator, &denominator).to_string();
        let padded = format!("{text:0>width$}", width = digits + 1);
        let (whole, fraction) = padded.split_at(padded.len() - digits);
        let sign = if self.has_minus() { "-" } else { "" };
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The digits of a whole number in a base from 2 to 36.
    pub fn to_radix(&self, radix: u32) -> Option<String> {
        let whole = self.is_whole().then(|| self.float().to_integer()).flatten()?;
        Some(whole.in_radix(radix).to_string())
    }

    fn has_minus(&self) -> bool {
        match &self.0 {
            Repr::Small(value) => *value < 0,
            Repr::Float(float) => float.mantissa.sign() == Sign::Negative,
            Repr::NegativeZero => true,
            Repr::Infinite(sign) => *sign == Sign::Negative,
        }
    }

    fn zero(negative: bool) -> Self {
        Self(if negative { Repr::NegativeZero } else { Repr::Small(0) })
    }

    /// Its float; infinities are handled by the callers.
    fn float(&self) -> Arc<Float> {
        let whole = match &self.0 {
            Repr::Float(float) => return Arc::clone(float),
            Repr::Small(value) => *value,
            Repr::NegativeZero | Repr::Infinite(_) => 0,
        };
        Arc::new(Float { mantissa: IBig::from(whole), exponent: 0, precision: PRECISION })
    }
}

impl Float {
    /// Rounds half to even, and brings into the one form that each number has.
    fn rounded(mantissa: IBig, exponent: i64, precision: usize) -> Number {
        let (sign, mut magnitude) = mantissa.into_parts();
        let mut exponent = exponent;
        let excess = magnitude.bit_len().saturating_sub(precision);
        if excess > 0 {
            let half = UBig::from(1u8) << (excess - 1);
            let (low, high) = magnitude.split_bits(excess);
            magnitude = high;
            if low > half || (low == half && magnitude.bit(0)) {
                magnitude += 1u8;
            }
            exponent += i64_of(excess);
        }
        let zeros = magnitude.trailing_zeros().unwrap_or(0);
        magnitude >>= zeros;
        exponent += i64_of(zeros);
        Self::finish(IBig::from_parts(sign, magnitude), exponent, precision)
    }

    fn finish(mantissa: IBig, exponent: i64, precision: usize) -> Number {
        if mantissa.is_zero() || exponent < -MAX_BINARY_EXPONENT {
            return Number(Repr::Small(0));
        }
        if exponent > MAX_BINARY_EXPONENT {
            return Number::infinity(mantissa.sign());
        }
        let float = Self { mantissa, exponent, precision };
        let small = (0..64).contains(&exponent).then(|| float.to_integer()?.try_into().ok()).flatten();
        match small {
            Some(value) if precision > DOUBLE_PRECISION || i64::abs_diff(value, 0) < 1 << 53 => {
                Number(Repr::Small(value))
            }
            _ => Number(Repr::Float(Arc::new(float))),
        }
    }

    fn to_integer(&self) -> Option<IBig> {
        let exponent = usize::try_from(self.exponent).ok()?;
        Some(self.mantissa.clone() << exponent)
    }

    /// Both mantissas at the smaller exponent.
    fn aligned(left: &Self, right: &Self) -> (IBig, IBig, i64) {
        let exponent = left.exponent.min(right.exponent);
        let shift = |float: &Self| float.mantissa.clone() << usize_of(float.exponent - exponent);
        (shift(left), shift(right), exponent)
    }

    fn sum(left: &Self, right: &Self) -> Number {
        let (left_mantissa, right_mantissa, exponent) = Self::aligned(left, right);
        Self::rounded(left_mantissa + right_mantissa, exponent, left.precision.max(right.precision))
    }

    fn compare(left: &Self, right: &Self) -> Ordering {
        let (left, right, _) = Self::aligned(left, right);
        left.cmp(&right)
    }

    fn quotient(left: &Self, right: &Self) -> Number {
        let sign = left.mantissa.sign() * right.mantissa.sign();
        let precision = left.precision.max(right.precision);
        let exponent = left.exponent - right.exponent;
        let (left, right) = ((&left.mantissa).unsigned_abs(), (&right.mantissa).unsigned_abs());
        Self::ratio(sign, left, &right, exponent, precision)
    }

    /// `left / right * 2^exponent`, rounded once: a bit behind the last says whether the division left a rest.
    fn ratio(sign: Sign, left: UBig, right: &UBig, exponent: i64, precision: usize) -> Number {
        let shift = (precision + 2 + right.bit_len()).saturating_sub(left.bit_len());
        let (quotient, rest) = (left << shift).div_rem(right);
        let sticky = UBig::from(u8::from(!rest.is_zero()));
        let mantissa = (quotient << 1) + sticky;
        Self::rounded(IBig::from_parts(sign, mantissa), exponent - i64_of(shift) - 1, precision)
    }

    /// The decimal digits and the place of the point that name this number among its neighbours with the
    /// fewest digits: `0.DIGITS * 10^point`.
    fn shortest(&self) -> (String, i64) {
        // Fewer digits than `low` would not do for every number, more than `high` never say more.
        let (low, high) = if self.precision == DOUBLE_PRECISION { (1, 17) } else { (153, 156) };
        for n_digits in low..high {
            let (digits, point) = self.digits(n_digits);
            if self.is_named_by(&digits, point) {
                return (digits, point);
            }
        }
        self.digits(high)
    }

    fn digits(&self, n_digits: i64) -> (String, i64) {
        let magnitude = (&self.mantissa).unsigned_abs();
        let bits = i64_of(magnitude.bit_len()) + self.exponent;
        // log10(2) is 0.30103; the estimate may be one too small or too large.
        let estimate = bits * 30103 / 100_000;
        for point in [estimate - 1, estimate, estimate + 1, estimate + 2] {
            let scale = n_digits - point;
            let ten = UBig::from(10u8).pow(usize_of(scale.abs()));
            let (numerator, denominator) = shifted(magnitude.clone(), self.exponent);
            let whole = if scale >= 0 {
                nearest(&(numerator * ten), &denominator)
            } else {
                nearest(&numerator, &(denominator * ten))
            };
            let text = whole.to_string();
            if i64_of(text.len()) == n_digits {
                return (text.trim_end_matches('0').to_owned(), point);
            }
        }
        ("0".to_owned(), 1)
    }

    fn is_named_by(&self, digits: &str, point: i64) -> bool {
        let Ok(whole) = UBig::from_str_radix(digits, 10) else { return false };
        let scale = point - i64_of(digits.len());
        let named = from_scaled(self.mantissa.sign(), whole, scale, self.precision);
        named.compare(&Number(Repr::Float(Arc::new(self.clone())))) == Ordering::Equal
    }
}

/// `whole * 10^scale`, rounded.
fn from_scaled(sign: Sign, whole: UBig, scale: i64, precision: usize) -> Number {
    let ten = UBig::from(10u8).pow(usize_of(scale.abs()));
    if scale >= 0 {
        Float::rounded(IBig::from_parts(sign, whole * ten), 0, precision)
    } else {
        Float::ratio(sign, whole, &ten, 0, precision)
    }
}

/// `magnitude * 2^exponent` as a fraction.
fn shifted(magnitude: UBig, exponent: i64) -> (UBig, UBig) {
    let shift = usize_of(exponent.abs());
    if exponent >= 0 { (magnitude << shift, UBig::from(1u8)) } else { (magnitude, UBig::from(1u8) << shift) }
}

/// The whole number nearest to a fraction, half to even.
fn nearest(numerator: &UBig, denominator: &UBig) -> UBig {
    let (quotient, rest) = numerator.div_rem(denominator);
    match (rest << 1).cmp(denominator) {
        Ordering::Greater => quotient + 1u8,
        Ordering::Equal if quotient.bit(0) => quotient + 1u8,
        _ => quotient,
    }
}

fn sign_of(negative: bool) -> Sign {
    if negative { Sign::Negative } else { Sign::Positive }
}

fn sign_order(sign: Sign) -> Ordering {
    match sign {
        Sign::Positive => Ordering::Greater,
        Sign::Negative => Ordering::Less,
    }
}

fn usize_of(value: i64) -> usize {
    usize::try_from(value).unwrap_or(0)
}

fn i64_of(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Small(value))
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        let sign = sign_of(value.is_sign_negative() && !value.is_zero());
        let digits = UBig::from(value.mantissa().unsigned_abs());
        from_scaled(sign, digits, -i64::from(value.scale()), PRECISION)
    }
}

impl FromStr for Number {
    type Err = ();

    /// Reads a decimal text: sign, digits, point, exponent; and `Inf`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sign, rest) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (sign_of(text.starts_with('-')), rest),
            None => (Sign::Positive, text),
        };
        if matches!(rest, "Inf" | "inf") {
            return Ok(Self::infinity(sign));
        }
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().map_err(drop)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || i64_of(digits.len()) > MAX_DECIMAL_EXPONENT || exponent.abs() > MAX_DECIMAL_EXPONENT {
            return Err(());
        }
        if let (Sign::Positive, "", 0, Ok(small)) = (sign, fraction, exponent, whole.parse()) {
            return Ok(Self(Repr::Small(small)));
        }
        let magnitude = UBig::from_str_radix(&digits, 10).map_err(drop)?;
        if magnitude.is_zero() {
            return Ok(Self::zero(sign == Sign::Negative));
        }
        Ok(from_scaled(sign, magnitude, exponent - i64_of(fraction.len()), PRECISION))
    }
}

impl fmt::Display for Number {
    /// All digits of a whole number, as many as needed of a fraction; never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let float = match &self.0 {
            Repr::Small(value) => return write!(f, "{value}"),
            Repr::NegativeZero => return f.write_str("-0"),
            Repr::Infinite(Sign::Positive) => return f.write_str("+Inf"),
            Repr::Infinite(Sign::Negative) => return f.write_str("-Inf"),
            Repr::Float(float) => float,
        };
        let (digits, point) = float.shortest();
        let sign = if float.mantissa.sign() == Sign::Negative { "-" } else { "" };
        let n_digits = i64_of(digits.len());
        if point <= 0 {
            write!(f, "{sign}0.{:0>width$}", digits, width = digits.len() + usize_of(-point))
        } else if point >= n_digits {
            write!(f, "{sign}{:0<width$}", digits, width = usize_of(point))
        } else {
            let (whole, fraction) = digits.split_at(usize_of(point));
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    fn check(actual: Option<Number>, expected: &str) {
        assert_eq!(actual.map_or("none".to_owned(), |number| number.to_string()), expected);
    }

    #[test]
    fn fractions_are_exact_enough() {
        assert_eq!(number("0.1").add(&number("0.2")), Some(number("0.3")));
        let third = number("1").div(&number("3")).unwrap();
        assert_eq!(third.mul(&number("3")), Some(number("1")));
        assert_eq!(number("10").div(&number("3")).unwrap().mul(&number("3")), Some(number("10")));
        assert_eq!(third.to_string(), format!("0.{}5", "3".repeat(154)));
    }

    #[test]
    fn large_and_small_numbers_print_in_full() {
        check(Some(number("1e21")), "1000000000000000000000");
        check(Some(number("1e-7")), "0.0000001");
        check(Some(number("-1.50")), "-1.5");
        check(number("9223372036854775807").add(&number("1")), "9223372036854775808");
        check(number("123456789012345678901234567890").mul(&number("10")), "1234567890123456789012345678900");
        check(Number::from_f64(2f64.powi(64)), "18446744073709552000");
        check(Number::from_f64(1000f64.ln() / 10f64.ln()), "2.9999999999999996");
    }

    #[test]
    fn zero_and_infinity() {
        check(number("1").div(&number("0")), "+Inf");
        check(number("0").div(&number("0")), "none");
        check(Some(number("0").neg()), "-0");
        assert_eq!(number("0").neg(), number("0"));
        check(number("1").div(&number("0")).unwrap().sub(&number("1").div(&number("0")).unwrap()), "none");
    }

    #[test]
    fn remainder_keeps_the_sign_of_the_left() {
        check(number("-7").rem(&number("3")), "-1");
        check(number("7").rem(&number("-3")), "1");
        check(number("5.5").rem(&number("2")), "1.5");
        check(number("5").rem(&number("0")), "5");
    }

    #[test]
    fn rounding() {
        check(Some(number("-1.5").floor()), "-2");
        check(Some(number("-1.5").ceil()), "-1");
        check(Some(number("1.5").ceil()), "2");
        assert_eq!(number("2.5").to_fixed(0), "2");
        assert_eq!(number("0.125").to_fixed(2), "0.12");
        assert_eq!(number("-3").to_fixed(2), "-3.00");
    }

    #[test]
    fn texts_that_are_no_numbers() {
        for text in ["", " 1", "0x1", "1_000", "e5", "1e", ".", "1e999999999"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
