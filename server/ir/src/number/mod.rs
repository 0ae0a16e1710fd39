//! Numbers as Terraform has them: binary floating point with 512 bits of mantissa
//! (github.com/zclconf/go-cty, docs/types.md: numbers are `big.Float` with 512 bits).
//! Whole numbers that fit 64 bits take a short way; both ways give the same results.

mod float;
mod text;

use std::cmp::Ordering;
use std::str::FromStr;
use std::sync::Arc;

use dashu_int::{IBig, Sign, UBig, ops::UnsignedAbs};
use float::{Float, nearest, shifted, usize_of};
use rust_decimal::Decimal;

/// The bits of mantissa that arithmetic keeps.
const PRECISION: usize = 512;
/// Bits that a double keeps; results of `log` and `pow` print as doubles do.
const DOUBLE_PRECISION: usize = 53;

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

fn sign_of(negative: bool) -> Sign {
    if negative { Sign::Negative } else { Sign::Positive }
}

fn sign_order(sign: Sign) -> Ordering {
    match sign {
        Sign::Positive => Ordering::Greater,
        Sign::Negative => Ordering::Less,
    }
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

#[cfg(test)]
mod tests;
