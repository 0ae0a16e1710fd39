//! What the sink decides, as its report tells it.

use catalog::PurchaseOption;
use expect_test::{Expect, expect};

use super::*;

/// Each line: `file used REGION TIER PRICE RANK`, `file cross`, `file rejected REASON` or `file rows N`.
fn check(facts: &str, expected: Expect) {
    let mut sink = Sink::new(Provider::Aws);
    for line in facts.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [file, "rows", n] => {
                sink.files.entry(file.to_string()).or_default().n_rows = n.parse().expect("a number")
            }
            [file, "used", region, tier, price, rank] => sink.used(file, draft(region, tier, price, rank)),
            [file, "cross"] => sink.cross_check(file),
            [file, "rejected", reason] => sink.rejected(file, reason),
            other => panic!("{other:?}"),
        }
    }
    let answer = match sink.finish() {
        Err(error) => format!("error: {error}\n"),
        Ok((rows, report)) => {
            let rows = rows.iter().map(|it| {
                let end = it.tier_end.map(|it| it.to_string()).unwrap_or_default();
                format!("{} {}..{end} {}\n", it.region, it.tier_start, it.price)
            });
            rows.collect::<String>() + &report.full()
        }
    };
    expected.assert_eq(&answer);
}

fn draft(region: &str, tier: &str, price: &str, rank: &str) -> Draft {
    Draft {
        provider: Provider::Aws,
        service: "AmazonS3".into(),
        region: region.into(),
        sku: None,
        attributes: [("volumeType".to_owned(), "Standard".to_owned())].into(),
        unit: "GB-Mo".into(),
        tier_start: tier.parse().expect("a decimal"),
        tier_end: None,
        option: PurchaseOption::OnDemand,
        price: price.parse().expect("a decimal"),
        currency: "USD".into(),
        effective: None,
        source: "a list".into(),
        as_of: "2025-11-04".into(),
        rank: rank.parse().expect("a rank"),
    }
}

#[test]
fn the_better_source_wins_whole() {
    check(
        "a rows 2\nb rows 2\nb used r1 0 0.025 2\nb used r1 100 0.02 2\na used r1 0 0.023 1\na used r2 0 0.03 1",
        expect![[r#"
            r1 0.. 0.023
            r2 0.. 0.03
            aws: 2 prices
              a: 2 rows in = 2 used + 0 cross-check + 0 rejected
              b: 2 rows in = 0 used + 2 cross-check + 0 rejected
              1 facts differ by more than 0.5 %:
                AmazonS3 r1 on_demand volumeType=Standard: 0.023 kept, 0.025 in b (8.7 %)
        "#]],
    );
}

#[test]
fn tiers_close_each_other() {
    check(
        "a rows 2\na used r1 500 0.02 1\na used r1 0 0.023 1",
        expect![[r#"
        r1 0..500 0.023
        r1 500.. 0.02
        aws: 2 prices
          a: 2 rows in = 2 used + 0 cross-check + 0 rejected
    "#]],
    );
}

#[test]
fn every_row_is_accounted_for() {
    check(
        "a rows 3\na used r1 0 1 1\na rejected rounded",
        expect![[r#"
        error: a: 3 rows in, 2 accounted for
    "#]],
    );
    check(
        "a rows 3\na used r1 0 1 1\na rejected rounded\na cross",
        expect![[r#"
        r1 0.. 1
        aws: 1 prices
          a: 3 rows in = 1 used + 1 cross-check + 1 rejected
                  1 rejected: rounded
    "#]],
    );
}

#[test]
fn nonsense_is_refused() {
    check(
        "a rows 1\na used r1 0 -1 1",
        expect![[r#"
        error: a negative price: Draft { provider: Aws, service: "AmazonS3", region: "r1", sku: None, attributes: {"volumeType": "Standard"}, unit: "GB-Mo", tier_start: 0, tier_end: None, option: OnDemand, price: -1, currency: "USD", effective: None, source: "a list", as_of: "2025-11-04", rank: 1 }
    "#]],
    );
}
