//! Numbers as Terraform has them: binary floating point with 512 bits of precision
//! (github.com/zclconf/go-cty, docs/types.md: numbers are `big.Float` with 512 bits).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use dashu_float::{DBig, FBig, round::mode::HalfEven};
use rust_decimal::Decimal;

/// The digits kept, in bits.
const PRECISION: usize = 512;

type Binary = FBig<HalfEven, 2>;

/// A number of a configuration language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(Binary);

impl Number {
    /// The nearest exact decimal of at most 28 digits. `None` when it is too large for one.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let text = self.to_string();
        Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
    }

    /// Whole numbers that fit.
    pub fn to_i64(&self) -> Option<i64> {
        let whole = self.0.to_int();
        match whole {
            dashu_float_exact if Self(Binary::from(dashu_float_exact.clone().value())) == *self => {
                i64::try_from(dashu_float_exact.value()).ok()
            }
            _ => None,
        }
    }

    /// Compares by value.
    pub fn compare(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Binary::from(value).with_precision(PRECISION).value())
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        value.to_string().parse().unwrap_or_else(|()| Self::from(0))
    }
}

impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let decimal = DBig::from_str(text).map_err(drop)?;
        let binary = decimal.with_rounding::<HalfEven>().with_base_and_precision::<2>(PRECISION).value();
        Ok(Self(binary))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.to_decimal().value())
    }
}
