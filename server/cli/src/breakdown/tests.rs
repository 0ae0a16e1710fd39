//! One report in every form.

use std::sync::Arc;

use expect_test::{Expect, expect};
use ir::{Language, ProviderConfig, Resource, Value, Why};
use pricing::{
    Assumption, Cause, Component, Outcome, PriceSource, Quantity, Subresource, UnitPrice, Unpriced,
};
use rust_decimal::Decimal;
use testkit::MemoryFiles;
use text::{FileId, TextRange};

use super::*;

const SOURCE: &str = "resource \"a_thing\" \"x\" {\n}\nresource \"a_thing\" \"y\" {\n}\n";

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn resource(kind: &str, name: &str, line_start: u32) -> Resource {
    Resource {
        address: format!("{kind}.{name}").into(),
        kind: kind.into(),
        name: name.into(),
        module: "".into(),
        language: Language::Terraform,
        file: FileId::new("env/main.tf"),
        range: TextRange::new(line_start, line_start + 26),
        header: TextRange::new(line_start, line_start + 24),
        attributes: Value::object([("tags", Value::object([("team", Value::string("shop"))]))]),
        spans: Arc::default(),
        links: Arc::default(),
        provider: ProviderConfig::default(),
        existing: false,
        condition: Some(true),
        unknown_count: None,
        api_version: None,
    }
}

fn component(name: &str, quantity: Quantity, price: Result<&str, &str>) -> Component {
    let source = |published: &str| PriceSource {
        id: "00f".into(),
        sku: Some("SKU1".into()),
        feed: "price list".into(),
        region: "here-1".into(),
        unit: "Hrs".into(),
        published: decimal(published),
        tier: None,
        as_of: "2025-01-01".into(),
    };
    let unpriced = |reason: &str| Unpriced {
        reason: reason.into(),
        cause: Cause::UnknownSku,
        attribute: None,
        suggestion: Some("big".into()),
    };
    Component {
        name: name.into(),
        unit: "hours".into(),
        usage_based: quantity == Quantity::NeedsUsage,
        quantity,
        price: price.map(|it| UnitPrice { amount: decimal(it), source: source(it) }).map_err(unpriced),
        usage_key: None,
        rule: "thing.toml/machine".into(),
        attribute: None,
    }
}

fn estimate(resource: Resource, outcome: Outcome, components: Vec<Component>) -> Estimate {
    let (subresources, assumptions) = (Vec::new(), Vec::new());
    Estimate {
        resource: Arc::new(resource),
        outcome,
        components,
        subresources,
        region: "here-1".into(),
        assumptions,
    }
}

fn report() -> Report {
    let known = |quantity: &str| Quantity::Known(decimal(quantity));
    let mut first = estimate(
        resource("a_thing", "x", 0),
        Outcome::Mapped,
        vec![component("Machine", known("730"), Ok("0.0450")), component("Nothing", known("0"), Ok("1"))],
    );
    first.subresources = vec![Subresource {
        name: "disk".into(),
        components: vec![component("Traffic", Quantity::NeedsUsage, Ok("0.09"))],
        subresources: Vec::new(),
    }];
    first.assumptions = vec![Assumption { text: "region here-1: nothing names one".into(), uncertain: true }];
    let unknown = Quantity::Unknown("var.n has no value".into());
    let wrong = vec![
        component("Machine", known("730"), Err("no price for bgi in here-1")),
        component("Disks", unknown, Ok("2")),
    ];
    let mut several = resource("a_thing", "y", 27);
    several.unknown_count = Some(Why::NoValue("var.count".into()));
    let estimates: Vec<Arc<Estimate>> = vec![
        first,
        estimate(several, Outcome::Mapped, wrong),
        estimate(resource("a_role", "r", 0), Outcome::Free, Vec::new()),
        estimate(resource("a_firewall", "f", 0), Outcome::Unsupported, Vec::new()),
        estimate(resource("a_thing", "gone", 0), Outcome::NotCreated, Vec::new()),
    ]
    .into_iter()
    .map(Arc::new)
    .collect();
    let mut totals = Totals::default();
    estimates.iter().for_each(|it| totals.add(it.totals()));
    let place = ir::Place { file: FileId::new("env/main.tf"), range: TextRange::new(27, 28) };
    let notes = vec![Note { place, severity: Severity::Warning, message: "look | here".into() }];
    let (budgets, unknown_skus) = (Vec::new(), Vec::new());
    let project = Project { name: "env".into(), estimates, notes, budgets, unknown_skus, totals };
    let files = Arc::new(MemoryFiles::new([("env/main.tf", SOURCE)]));
    Report { projects: vec![project], currency: "USD".into(), positions: Positions::new(files, "env") }
}

fn check(got: &str, want: Expect) {
    want.assert_eq(got);
}

#[test]
fn as_a_table() {
    check(
        &table::text(&page::page(&report())),
        expect![[r#"
        Project: env

        Name           Monthly quantity  Unit      Monthly cost

        a_thing.x                               ~$32.85 + usage
        ├─ Machine                  730  hours           $32.85
        └─ disk
           └─ Traffic  depends on usage: $0.09 per hour

        a_thing.y × ?                                         ?
        ├─ Machine                  730  hours                ?
        └─ Disks       quantity unknown: $2.00 per hour       ?

        Total  ≥ ~$32.85/mo + usage (2 unpriced, 1 of unknown number, 1 not supported)

        Not priced:
          main.tf:3 a_thing.y, Machine: no price for bgi in here-1; did you mean big?
          main.tf:3 a_thing.y, Disks: var.n has no value
          main.tf:3 a_thing.y: how many there are is not known: var.count has no value

        Not supported yet:
          a_firewall × 1

        Assumed (~):
          region here-1: nothing names one

        Notes:
          main.tf:3: warning: look | here

        Free:
          1 resource
    "#]],
    );
}

#[test]
fn as_markdown() {
    check(
        &markdown::text(&page::page(&report())),
        expect![[r#"
        ## env: ≥ \~$32.85/mo + usage (2 unpriced, 1 of unknown number, 1 not supported)

        | Name | Monthly quantity | Unit | Monthly cost |
        |---|--:|---|--:|
        | **a\_thing.x** |  |  | \~$32.85 + usage |
        | ├─&nbsp;Machine | 730 | hours | $32.85 |
        | └─&nbsp;disk |  |  |  |
        | &nbsp;&nbsp;&nbsp;└─&nbsp;Traffic |  | depends on usage: $0.09 per hour |  |
        | **a\_thing.y × ?** |  |  | ? |
        | ├─&nbsp;Machine | 730 | hours | ? |
        | └─&nbsp;Disks |  | quantity unknown: $2.00 per hour | ? |

        **Not priced**

        - main.tf:3 a\_thing.y, Machine: no price for bgi in here-1; did you mean big?
        - main.tf:3 a\_thing.y, Disks: var.n has no value
        - main.tf:3 a\_thing.y: how many there are is not known: var.count has no value

        **Not supported yet**

        - a\_firewall × 1

        **Assumed (~)**

        - region here-1: nothing names one

        **Notes**

        - main.tf:3: warning: look \| here

        **Free**

        - 1 resource
    "#]],
    );
}

#[test]
fn as_html() {
    let html = html::text(&page::page(&report()));
    let rows: Vec<&str> = html.lines().filter(|it| it.starts_with("<tr") || it.starts_with("<li")).collect();
    check(
        &rows.join("\n"),
        expect![[r#"
        <tr><th>Name<th class="n">Monthly quantity<th>Unit<th class="n">Monthly cost</tr>
        <tr class="r"><td><span class="b"></span>a_thing.x<td><td><td class="n">~$32.85 + usage</tr>
        <tr><td><span class="b">├─ </span>Machine<td class="n">730<td>hours<td class="n">$32.85</tr>
        <tr><td><span class="b">└─ </span>disk<td><td><td class="n"></tr>
        <tr><td><span class="b">   └─ </span>Traffic<td colspan="2">depends on usage: $0.09 per hour<td class="n"></tr>
        <tr class="r"><td><span class="b"></span>a_thing.y × ?<td><td><td class="n">?</tr>
        <tr><td><span class="b">├─ </span>Machine<td class="n">730<td>hours<td class="n">?</tr>
        <tr><td><span class="b">└─ </span>Disks<td colspan="2">quantity unknown: $2.00 per hour<td class="n">?</tr>
        <li>main.tf:3 a_thing.y, Machine: no price for bgi in here-1; did you mean big?
        <li>main.tf:3 a_thing.y, Disks: var.n has no value
        <li>main.tf:3 a_thing.y: how many there are is not known: var.count has no value
        <li>a_firewall × 1
        <li>region here-1: nothing names one
        <li>main.tf:3: warning: look | here
        <li>1 resource"#]],
    );
}

#[test]
fn as_json() {
    check(
        &json::document(&report()).unwrap(),
        expect![[r#"
        {
          "version": "0.2",
          "currency": "USD",
          "projects": [
            {
              "name": "env",
              "breakdown": {
                "resources": [
                  {
                    "name": "a_thing.x",
                    "resourceType": "a_thing",
                    "tags": {
                      "team": "shop"
                    },
                    "metadata": {
                      "filename": "main.tf",
                      "startLine": 1,
                      "endLine": 2
                    },
                    "region": "here-1",
                    "hourlyCost": "0.045",
                    "monthlyCost": "32.85",
                    "costComponents": [
                      {
                        "name": "Machine",
                        "unit": "hours",
                        "hourlyQuantity": "1",
                        "monthlyQuantity": "730",
                        "price": "0.045",
                        "hourlyCost": "0.045",
                        "monthlyCost": "32.85",
                        "usageBased": false,
                        "priceNotFound": false,
                        "source": {
                          "id": "00f",
                          "sku": "SKU1",
                          "feed": "price list",
                          "region": "here-1",
                          "unit": "Hrs",
                          "published": "0.045",
                          "tier": null,
                          "asOf": "2025-01-01"
                        }
                      }
                    ],
                    "subresources": [
                      {
                        "name": "disk",
                        "metadata": {},
                        "hourlyCost": null,
                        "monthlyCost": null,
                        "costComponents": [
                          {
                            "name": "Traffic",
                            "unit": "hours",
                            "hourlyQuantity": null,
                            "monthlyQuantity": null,
                            "price": "0.09",
                            "hourlyCost": null,
                            "monthlyCost": null,
                            "usageBased": true,
                            "priceNotFound": false,
                            "source": {
                              "id": "00f",
                              "sku": "SKU1",
                              "feed": "price list",
                              "region": "here-1",
                              "unit": "Hrs",
                              "published": "0.09",
                              "tier": null,
                              "asOf": "2025-01-01"
                            }
                          }
                        ],
                        "subresources": []
                      }
                    ],
                    "assumptions": [
                      "region here-1: nothing names one"
                    ]
                  },
                  {
                    "name": "a_thing.y",
                    "resourceType": "a_thing",
                    "tags": {
                      "team": "shop"
                    },
                    "metadata": {
                      "filename": "main.tf",
                      "startLine": 3,
                      "endLine": 4
                    },
                    "region": "here-1",
                    "hourlyCost": null,
                    "monthlyCost": null,
                    "costComponents": [
                      {
                        "name": "Machine",
                        "unit": "hours",
                        "hourlyQuantity": "1",
                        "monthlyQuantity": "730",
                        "price": null,
                        "hourlyCost": null,
                        "monthlyCost": null,
                        "usageBased": false,
                        "priceNotFound": true,
                        "unpriced": "no price for bgi in here-1"
                      },
                      {
                        "name": "Disks",
                        "unit": "hours",
                        "hourlyQuantity": null,
                        "monthlyQuantity": null,
                        "price": "2",
                        "hourlyCost": null,
                        "monthlyCost": null,
                        "usageBased": false,
                        "priceNotFound": false,
                        "unknownQuantity": "var.n has no value",
                        "source": {
                          "id": "00f",
                          "sku": "SKU1",
                          "feed": "price list",
                          "region": "here-1",
                          "unit": "Hrs",
                          "published": "2",
                          "tier": null,
                          "asOf": "2025-01-01"
                        }
                      }
                    ],
                    "subresources": [],
                    "unknownCount": "var.count has no value"
                  }
                ],
                "totalHourlyCost": "0.045",
                "totalMonthlyCost": "32.85"
              },
              "summary": {
                "totalDetectedResources": 4,
                "totalSupportedResources": 3,
                "totalUnsupportedResources": 1,
                "totalUsageBasedResources": 1,
                "totalNoPriceResources": 1,
                "unsupportedResourceCounts": {
                  "a_firewall": 1
                },
                "noPriceResourceCounts": {
                  "a_role": 1
                }
              },
              "notes": [
                {
                  "file": "main.tf",
                  "line": 3,
                  "severity": "warning",
                  "code": "note",
                  "message": "look | here"
                }
              ]
            }
          ],
          "totalHourlyCost": "0.045",
          "totalMonthlyCost": "32.85",
          "summary": {
            "totalDetectedResources": 4,
            "totalSupportedResources": 3,
            "totalUnsupportedResources": 1,
            "totalUsageBasedResources": 1,
            "totalNoPriceResources": 1,
            "unsupportedResourceCounts": {
              "a_firewall": 1
            },
            "noPriceResourceCounts": {
              "a_role": 1
            }
          }
        }"#]],
    );
}

#[test]
fn warnings_leave_the_exit_code_alone() {
    let mut report = report();
    assert_eq!(report.ending(), Ending::Done);
    report.projects[0].notes[0].severity = Severity::Error;
    assert_eq!(report.ending(), Ending::WithErrors);
}
