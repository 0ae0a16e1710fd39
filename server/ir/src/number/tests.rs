//! Numbers against what Terraform prints for them.

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
