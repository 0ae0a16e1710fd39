//! Times as RFC 3339 texts. Nothing here looks at a clock.

use ir::{Number, Value};

use super::args::text;

type Result = std::result::Result<Value, String>;

/// A moment with the offset it was written with.
#[derive(Clone, Copy)]
struct Moment {
    /// Seconds since 1970 of the local reading.
    local: i64,
    nanos: i64,
    /// Seconds east of Greenwich.
    offset: i64,
}

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Days since 1970-01-01 of a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

impl Moment {
    fn parse(text: &str) -> std::result::Result<Self, String> {
        Self::read(text).ok_or_else(|| format!("not a valid RFC3339 timestamp: {text:?}"))
    }

    fn read(text: &str) -> Option<Self> {
        let part = |range: std::ops::Range<usize>| -> Option<i64> {
            text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
        };
        let signs = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")];
        if signs.iter().any(|(at, sign)| text.get(*at..at + 1) != Some(sign)) {
            return None;
        }
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        let (hour, minute, second) = (part(11..13)?, part(14..16)?, part(17..19)?);
        let in_month = date_of(days_of(year, month, day)) == (year, month, day);
        if !(1..=12).contains(&month) || !in_month || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let rest = text.get(19..)?;
        let (nanos, zone) = match rest.strip_prefix('.') {
            Some(fraction) => {
                let digits: String = fraction.chars().take_while(char::is_ascii_digit).collect();
                let nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
                (nanos, fraction.get(digits.len()..).filter(|_| !digits.is_empty())?)
            }
            None => (0, rest),
        };
        let local = days_of(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
        Some(Self { local, nanos, offset: zone_offset(zone)? })
    }

    /// Nanoseconds since 1970.
    fn instant(self) -> i128 {
        i128::from(self.local - self.offset) * 1_000_000_000 + i128::from(self.nanos)
    }

    /// Parts of a second are left out, as Terraform leaves them out.
    fn show(self) -> String {
        let (year, month, day) = date_of(self.local.div_euclid(DAY));
        let seconds = self.local.rem_euclid(DAY);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{clock}{}", self.zone("Z", ":"))
    }

    fn zone(self, utc: &str, colon: &str) -> String {
        if self.offset == 0 && !utc.is_empty() {
            return utc.to_owned();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }
}

fn zone_offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A date or time as YAML knows it, in RFC 3339: `2020-1-2`, `2020-1-2 3:04:05`, `2020-01-02t03:04:05+01:00`.
pub(super) fn of_yaml(text: &str) -> Option<String> {
    let (date, clock, zone) = match text.split_once([' ', 'T', 't']) {
        None => (text, "0:0:0", "Z"),
        Some((date, clock)) if text.contains(' ') => (date, clock, "Z"),
        Some((date, rest)) => {
            let (clock, zone) = rest.split_at_checked(rest.find(['Z', '+', '-'])?)?;
            (date, clock, zone)
        }
    };
    let mut dates = date.splitn(3, '-');
    let (year, month, day) = (dates.next()?, dates.next()?, dates.next()?);
    let mut clocks = clock.splitn(3, ':');
    let (hour, minute, second) = (clocks.next()?, clocks.next()?, clocks.next()?);
    let (second, fraction) = second.split_once('.').map_or((second, None), |(second, it)| (second, Some(it)));
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    let padded = format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{fraction}{zone}");
    Moment::read(&padded).map(Moment::show)
}

pub(super) fn timecmp(args: &[Value]) -> Result {
    let (left, right) = (Moment::parse(&text(args, 0)?)?, Moment::parse(&text(args, 1)?)?);
    Ok(Value::number(left.instant().cmp(&right.instant()) as i64))
}

pub(super) fn timeadd(args: &[Value]) -> Result {
    let moment = Moment::parse(&text(args, 0)?)?;
    let duration = text(args, 1)?;
    let nanos = duration_nanos(&duration).ok_or_else(|| format!("not a valid duration: {duration:?}"))?;
    let total = i128::from(moment.local) * 1_000_000_000 + i128::from(moment.nanos) + nanos;
    let local = i64::try_from(total.div_euclid(1_000_000_000)).map_err(|_| "the time is out of range")?;
    let nanos = i64::try_from(total.rem_euclid(1_000_000_000)).map_err(|_| "the time is out of range")?;
    Ok(Value::string(Moment { local, nanos, ..moment }.show()))
}

/// `1h30m`, `-1.5s`, `2us`: as Go reads durations.
fn duration_nanos(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0i128;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let n_digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (digits, after) = rest.split_at(n_digits);
        let n_unit =
            after.find(|letter: char| letter.is_ascii_digit() || letter == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(n_unit);
        let nanos: i64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let amount: Number = format!("0{digits}").trim_end_matches('.').parse().ok()?;
        total += i128::from(amount.mul(&Number::from(nanos))?.truncate().to_i64()?);
        rest = next;
    }
    i64::try_from(total).ok()?;
    Some(if negative { -total } else { total })
}

/// Runs of letters are fields, quoted text and signs stand for themselves.
pub(super) fn formatdate(args: &[Value]) -> Result {
    let (format, moment) = (text(args, 0)?, Moment::parse(&text(args, 1)?)?);
    let mut out = String::new();
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\'' {
            quoted(&mut letters, &mut out)?;
        } else if letter.is_ascii_alphabetic() {
            let mut n = 1;
            while letters.next_if_eq(&letter).is_some() {
                n += 1;
            }
            out.push_str(&field(moment, letter, n)?);
        } else {
            out.push(letter);
        }
    }
    Ok(Value::string(out))
}

/// Two quotes inside are one.
fn quoted(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    out: &mut String,
) -> std::result::Result<(), String> {
    loop {
        match letters.next() {
            Some('\'') if letters.next_if_eq(&'\'').is_some() => out.push('\''),
            Some('\'') => return Ok(()),
            Some(letter) => out.push(letter),
            None => return Err("unterminated literal '".to_owned()),
        }
    }
}

fn field(moment: Moment, letter: char, n: usize) -> std::result::Result<String, String> {
    let days = moment.local.div_euclid(DAY);
    let (year, month, day) = date_of(days);
    let seconds = moment.local.rem_euclid(DAY);
    let hour = seconds / 3600;
    let name = |names: &[&str], idx: i64| {
        usize::try_from(idx).ok().and_then(|idx| names.get(idx)).map(ToString::to_string)
    };
    let short = |name: Option<String>| name.map(|name| name.chars().take(3).collect::<String>());
    let padded = |value: i64| Some(format!("{value:0n$}"));
    let text = match (letter, n) {
        ('Y', 4) => Some(format!("{year:04}")),
        ('Y', 2) => Some(format!("{:02}", year.rem_euclid(100))),
        ('M', 4) => name(&MONTHS, month - 1),
        ('M', 3) => short(name(&MONTHS, month - 1)),
        ('M', 1 | 2) => padded(month),
        ('D', 1 | 2) => padded(day),
        ('E', 4) => name(&WEEKDAYS, (days + 4).rem_euclid(7)),
        ('E', 3) => short(name(&WEEKDAYS, (days + 4).rem_euclid(7))),
        ('h', 1 | 2) => padded(hour),
        ('H', 1 | 2) => padded(if hour % 12 == 0 { 12 } else { hour % 12 }),
        ('m', 1 | 2) => padded(seconds / 60 % 60),
        ('s', 1 | 2) => padded(seconds % 60),
        ('A', 2) => Some(if hour < 12 { "AM" } else { "PM" }.to_owned()),
        ('a', 2) => Some(if hour < 12 { "am" } else { "pm" }.to_owned()),
        ('Z', 1) => Some(moment.zone("Z", ":")),
        ('Z', 3) => Some(moment.zone("UTC", "")),
        ('Z', 4) => Some(moment.zone("", "")),
        ('Z', 5) => Some(moment.zone("", ":")),
        _ => None,
    };
    text.ok_or_else(|| format!("invalid date format verb {:?}", letter.to_string().repeat(n.min(20))))
}
