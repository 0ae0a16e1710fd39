//! Timings, and the table they are printed in.

use std::fmt::Write;
use std::time::{Duration, Instant};

/// What one figure is compared by.
#[derive(Clone, Debug)]
pub enum Figure {
    /// Many runs; the 95th percentile must not exceed the bound, where there is one.
    Time {
        /// What was timed.
        what: &'static str,
        /// The runs.
        timings: Timings,
        /// Bound of the 95th percentile.
        bound: Option<Duration>,
    },
    /// A size in bytes.
    Size {
        /// What was weighed.
        what: &'static str,
        /// Bytes.
        n_bytes: u64,
        /// Bound in bytes.
        bound: u64,
    },
}

/// Durations of many runs, sorted.
#[derive(Clone, Debug, Default)]
pub struct Timings(Vec<Duration>);

impl Timings {
    /// Times each call.
    pub fn of<T>(inputs: impl IntoIterator<Item = T>, mut call: impl FnMut(T)) -> Self {
        let time = |input| {
            let start = Instant::now();
            call(input);
            start.elapsed()
        };
        Self::from_durations(inputs.into_iter().map(time).collect())
    }

    /// Takes durations in any order.
    pub fn from_durations(mut durations: Vec<Duration>) -> Self {
        durations.sort();
        Self(durations)
    }

    /// Each run divided by the calls it made.
    pub fn divided(self, n_calls: u32) -> Self {
        Self(self.0.into_iter().map(|it| it / n_calls).collect())
    }

    /// The value that this share of the runs stays at or below, in hundredths.
    pub fn percentile(&self, hundredths: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * hundredths.min(100) / 100).copied().unwrap_or_default()
    }
}

impl Figure {
    /// Many runs with a bound.
    pub fn time(what: &'static str, timings: Timings, bound: Duration) -> Self {
        Self::Time { what, timings, bound: Some(bound) }
    }

    /// Many runs that are only looked at.
    pub fn observed(what: &'static str, timings: Timings) -> Self {
        Self::Time { what, timings, bound: None }
    }

    /// Whether the bound is exceeded.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Time { timings, bound, .. } => {
                timings.0.is_empty() || bound.is_some_and(|bound| timings.percentile(95) > bound)
            }
            Self::Size { n_bytes, bound, .. } => n_bytes > bound,
        }
    }

    fn cells(&self) -> [String; 6] {
        let verdict = if self.is_over() { "OVER" } else { "ok" }.to_owned();
        match self {
            Self::Time { what, timings, bound } => [
                (*what).to_owned(),
                timings.0.len().to_string(),
                duration(timings.percentile(50)),
                duration(timings.percentile(95)),
                bound.map(duration).unwrap_or_default(),
                verdict,
            ],
            Self::Size { what, n_bytes, bound } => [
                (*what).to_owned(),
                "1".into(),
                megabytes(*n_bytes),
                String::new(),
                megabytes(*bound),
                verdict,
            ],
        }
    }
}

/// All figures, aligned.
pub fn table(figures: &[Figure]) -> String {
    let header = ["what", "runs", "median", "p95", "must", ""].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(header).chain(figures.iter().map(Figure::cells)).collect();
    let first = rows.iter().filter_map(|it| it.first()).map(|it| it.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for [what, runs, median, p95, bound, verdict] in rows {
        let _ = writeln!(out, "{what:<first$}  {runs:>6}  {median:>9}  {p95:>9}  {bound:>9}  {verdict}");
    }
    out
}

fn duration(it: Duration) -> String {
    match it.as_nanos() {
        n if n < 1_000 => format!("{n} ns"),
        n if n < 1_000_000 => format!("{}.{} µs", n / 1_000, n % 1_000 / 100),
        n => format!("{}.{:02} ms", n / 1_000_000, n % 1_000_000 / 10_000),
    }
}

fn megabytes(n: u64) -> String {
    format!("{}.{:02} MB", n / 1_000_000, n % 1_000_000 / 10_000)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_table_shows_median_percentile_and_what_is_over() {
        let timings = |n: u64| Timings::from_durations((0..n).rev().map(Duration::from_micros).collect());
        let figures = [
            Figure::time("fast", timings(101), Duration::from_millis(1)),
            Figure::time("slow", timings(3001), Duration::from_millis(2)),
            Figure::time("never ran", timings(0), Duration::from_millis(1)),
            Figure::observed("looked at", timings(3001)),
            Figure::Size { what: "large", n_bytes: 8_100_000, bound: 8_000_000 },
        ];
        expect![[r#"
            what         runs     median        p95       must  
            fast          101    50.0 µs    95.0 µs    1.00 ms  ok
            slow         3001    1.50 ms    2.85 ms    2.00 ms  OVER
            never ran       0       0 ns       0 ns    1.00 ms  OVER
            looked at    3001    1.50 ms    2.85 ms             ok
            large           1    8.10 MB               8.00 MB  OVER
        "#]]
        .assert_eq(&table(&figures));
    }
}
