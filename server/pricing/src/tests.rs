//! The engine over small tables and a tiny catalog of our own.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use catalog::{Book, BookBuilder, Provider, PurchaseOption, Row};
use expect_test::{Expect, expect};
use ir::{Language, Link, ProviderConfig, Resource, Value, Why};
use text::{FileId, TextRange};

use crate::{Component, Context, Estimate, Mappings, Memory, Pricer, Quantity, Subresource, Usage};

const DISKS: &str = r#"
provider = "aws"
service = "Shop"
names = { terraform = "shop_server" }

[link.rack]
terraform = "rack"
types = ["shop_rack"]
by = ["name"]

[child.labels]
terraform = "server"
types = ["shop_label"]

[attr]
size = { terraform = "size" }
hours = { terraform = "hours", default = 730 }
row = { terraform = "row", via = "rack", default = "'none'" }
os = { terraform = "os", default = "'Linux'", assumption = "Linux: nothing says otherwise" }
disks = { terraform = "disk" }

[lookup.system]
linux = "Linux"
windows = "Windows"

[[component]]
name = "Server ({size}, {row})"
unit = "hours"
quantity = "hours"
attribute = "size"
sku = "size"
sku_label = "server size"
price = { size = "{size}", system = "{lookup(system, lower(os))}" }

[[component]]
name = "Labels"
unit = "labels"
quantity = "labels"
price = { kind = "label" }

[[component]]
name = "Traffic"
unit = "GB"
quantity = "usage.traffic_gb"
price = { kind = "traffic" }

[[part]]
name = "disk[{index}]"
each = "disks"
attr.gb = { terraform = "gb" }
use = "test/_disk"
with = { amount = "gb" }
"#;

const DISK: &str = r#"
provider = "aws"
service = "Shop"
params = ["amount"]

[[component]]
name = "Storage"
unit = "10 GB"
quantity = "ceil(amount / 10)"
per = 10
attribute = "amount"
price = { kind = "disk" }
"#;

fn row(attributes: &str, unit: &str, price: &str, tier: (u32, Option<u32>)) -> Row {
    let pairs = attributes.split(',').filter_map(|pair| pair.split_once('='));
    let attributes: BTreeMap<Arc<str>, Arc<str>> = pairs.map(|(k, v)| (k.into(), v.into())).collect();
    let id = format!("{attributes:?}{}", tier.0);
    Row {
        id: id.into(),
        provider: Provider::Aws,
        service: "Shop".into(),
        region: "us-east-1".into(),
        sku: None,
        attributes,
        unit: unit.into(),
        tier_start: tier.0.into(),
        tier_end: tier.1.map(Into::into),
        option: PurchaseOption::OnDemand,
        price: price.parse().unwrap(),
        currency: "USD".into(),
        effective: None,
        source: "made for tests".into(),
        as_of: "2026-01-01".into(),
    }
}

fn pricer() -> Pricer {
    let mut builder = BookBuilder::default();
    builder.add([
        row("size=s1.small,system=Linux", "Hrs", "0.1", (0, None)),
        row("size=s1.large,system=Linux", "Hrs", "0.2", (0, None)),
        row("size=s1.large,system=Windows", "Hrs", "0.3", (0, None)),
        row("kind=label", "Labels", "1.5", (0, None)),
        row("kind=disk", "GB-Mo", "0.05", (0, None)),
        row("kind=traffic", "GB", "0.09", (0, Some(100))),
        row("kind=traffic", "GB", "0.05", (100, None)),
    ]);
    let book = Book::open(builder.build().unwrap()).unwrap();
    let files = [
        ("mappings/test/server.toml", DISKS),
        ("mappings/test/_disk.toml", DISK),
        ("free.txt", "shop_rack\nshop_label # no charge"),
    ];
    let (mappings, mistakes) = Mappings::load(files);
    assert_eq!(mistakes, Vec::<String>::new());
    Pricer::new(Arc::new(book), Arc::new(mappings))
}

fn resource(address: &str, attributes: Value) -> Resource {
    let (kind, name) = address.split_once('.').unwrap();
    Resource {
        address: address.into(),
        kind: kind.into(),
        name: name.into(),
        module: "".into(),
        language: Language::Terraform,
        file: FileId::new("main.tf"),
        range: TextRange::default(),
        header: TextRange::default(),
        attributes,
        spans: Arc::new([]),
        links: Arc::new([]),
        provider: ProviderConfig::default(),
        existing: false,
        condition: Some(true),
        unknown_count: None,
        api_version: None,
    }
}

fn with_links(mut resource: Resource, links: &[(&str, &str)]) -> Resource {
    resource.links =
        links.iter().map(|(path, target)| Link { path: (*path).into(), target: (*target).into() }).collect();
    resource
}

fn in_virginia() -> Context {
    let region = crate::DefaultRegion {
        region: "us-east-1".into(),
        origin: crate::RegionOrigin::Environment("AWS_REGION".into()),
    };
    Context { regions: BTreeMap::from([(Provider::Aws, region)]), ..Context::default() }
}

fn draw(estimates: &[Arc<Estimate>]) -> String {
    let mut out = String::new();
    for estimate in estimates {
        writeln!(out, "{} {:?}", estimate.resource.address, estimate.outcome).unwrap();
        draw_lines(&estimate.components, &estimate.subresources, 1, &mut out);
        estimate.assumptions.iter().for_each(|it| writeln!(out, "  assumed: {}", it.text).unwrap());
    }
    out
}

fn draw_lines(components: &[Component], parts: &[Subresource], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for it in components {
        let quantity = match &it.quantity {
            Quantity::Known(quantity) => quantity.to_string(),
            Quantity::NeedsUsage => "usage".to_owned(),
            Quantity::Unknown(why) => format!("? ({why})"),
        };
        let price =
            it.price.as_ref().map_or_else(|it| format!("? ({})", it.reason), |it| it.amount.to_string());
        let monthly = it.monthly().map_or_else(|| "?".to_owned(), |it| it.normalize().to_string());
        writeln!(out, "{indent}{}: {quantity} {} × {price} = {monthly}", it.name, it.unit).unwrap();
    }
    for part in parts {
        writeln!(out, "{indent}{}", part.name).unwrap();
        draw_lines(&part.components, &part.subresources, depth + 1, out);
    }
}

fn check(resources: Vec<Resource>, context: &Context, expect: Expect) {
    let resources: Vec<Arc<Resource>> = resources.into_iter().map(Arc::new).collect();
    let pricer = pricer();
    let (first, memory) = pricer.estimate_after(&Memory::default(), &resources, context);
    let (again, _) = pricer.estimate_after(&memory, &resources, context);
    assert!(
        first.iter().zip(&again).all(|(one, other)| Arc::ptr_eq(one, other)),
        "what has not changed is kept"
    );
    expect.assert_eq(&draw(&first));
}

fn text(value: &str) -> Value {
    Value::string(value)
}

#[test]
fn attributes_defaults_and_rates() {
    let server =
        resource("shop_server.a", Value::object([("size", text("s1.large")), ("os", text("Windows"))]));
    check(
        vec![server],
        &in_virginia(),
        expect![[r#"
        shop_server.a Mapped
          Server (s1.large, none): 730 hours × 0.3 = 219
          Traffic (first 100 GB): usage GB × 0.09 = ?
          assumed: region us-east-1, from the environment (AWS_REGION)
    "#]],
    );
}

#[test]
fn tiers_are_split_where_usage_reaches_them() {
    let server = resource(
        "shop_server.a[0]",
        Value::object([("size", text("s1.small")), ("hours", Value::number(10))]),
    );
    let usage = Usage {
        resources: BTreeMap::from([(
            "shop_server.a[*]".into(),
            Value::object([("traffic_gb", Value::number(150))]),
        )]),
        type_defaults: BTreeMap::new(),
    };
    check(
        vec![server],
        &Context { usage: Arc::new(usage), ..in_virginia() },
        expect![[r#"
        shop_server.a[0] Mapped
          Server (s1.small, none): 10 hours × 0.1 = 1
          Traffic (first 100 GB): 100 GB × 0.09 = 9
          Traffic (over 100 GB): 50 GB × 0.05 = 2.5
          assumed: region us-east-1, from the environment (AWS_REGION)
          assumed: Linux: nothing says otherwise
    "#]],
    );
}

#[test]
fn other_resources_are_found_by_reference_and_by_name() {
    let rack = resource("shop_rack.r", Value::object([("name", text("r1")), ("row", text("seven"))]));
    let by_reference =
        resource("shop_server.a", Value::object([("size", text("s1.small")), ("rack", text("?"))]));
    let by_reference = with_links(by_reference, &[("rack", "shop_rack.r")]);
    let by_name =
        resource("shop_server.b", Value::object([("size", text("s1.small")), ("rack", text("r1"))]));
    let dangling =
        resource("shop_server.c", Value::object([("size", text("s1.small")), ("rack", text("r9"))]));
    let label =
        with_links(resource("shop_label.l", Value::object::<&str>([])), &[("server", "shop_server.a")]);
    check(
        vec![rack, by_reference, by_name, dangling, label],
        &in_virginia(),
        expect![[r#"
        shop_rack.r Free
        shop_server.a Mapped
          Server (s1.small, seven): 730 hours × 0.1 = 73
          Labels: 1 labels × 1.5 = 1.5
          Traffic (first 100 GB): usage GB × 0.09 = ?
          assumed: region us-east-1, from the environment (AWS_REGION)
          assumed: Linux: nothing says otherwise
        shop_server.b Mapped
          Server (s1.small, seven): 730 hours × 0.1 = 73
          Traffic (first 100 GB): usage GB × 0.09 = ?
          assumed: region us-east-1, from the environment (AWS_REGION)
          assumed: Linux: nothing says otherwise
        shop_server.c Mapped
          Server (s1.small, ?): 730 hours × 0.1 = 73
          Traffic (first 100 GB): usage GB × 0.09 = ?
          assumed: region us-east-1, from the environment (AWS_REGION)
          assumed: Linux: nothing says otherwise
        shop_label.l Free
    "#]],
    );
}

#[test]
fn repeated_blocks_become_parts() {
    let disks = Value::tuple([25, 5].map(|gb| Value::object([("gb", Value::number(gb))])));
    let server = resource("shop_server.a", Value::object([("size", text("s1.small")), ("disk", disks)]));
    check(
        vec![server],
        &in_virginia(),
        expect![[r#"
        shop_server.a Mapped
          Server (s1.small, none): 730 hours × 0.1 = 73
          Traffic (first 100 GB): usage GB × 0.09 = ?
          disk[0]
            Storage: 3 10 GB × 0.5 = 1.5
          disk[1]
            Storage: 1 10 GB × 0.5 = 0.5
          assumed: region us-east-1, from the environment (AWS_REGION)
          assumed: Linux: nothing says otherwise
    "#]],
    );
}

#[test]
fn unknown_is_never_zero() {
    let why = || Why::NoValue("var.x".into());
    let all = vec![
        resource("shop_server.size", Value::object([("size", Value::unknown(why()))])),
        resource(
            "shop_server.hours",
            Value::object([("size", text("s1.small")), ("hours", Value::unknown(why()))]),
        ),
        resource(
            "shop_server.disks",
            Value::object([("size", text("s1.small")), ("disk", Value::unknown(why()))]),
        ),
        resource("shop_server.misspelt", Value::object([("size", text("s1.lrage"))])),
        resource("shop_server.absent", Value::object::<&str>([])),
        resource("shop_server.system", Value::object([("size", text("s1.small")), ("os", text("BeOS"))])),
        resource("shop_rack.free", Value::object::<&str>([])),
        resource("shop_robot.unsupported", Value::object::<&str>([])),
        resource(
            "shop_server.elsewhere",
            Value::object([("size", text("s1.small")), ("region", text("eu-south-2"))]),
        ),
    ];
    check(
        all,
        &in_virginia(),
        expect![[r#"
            shop_server.size Mapped
              Server (?, none): 730 hours × ? (var.x has no value) = ?
              Traffic (first 100 GB): usage GB × 0.09 = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
            shop_server.hours Mapped
              Server (s1.small, none): ? (var.x has no value) hours × 0.1 = ?
              Traffic (first 100 GB): usage GB × 0.09 = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
              assumed: Linux: nothing says otherwise
            shop_server.disks Mapped
              Server (s1.small, none): 730 hours × 0.1 = 73
              Traffic (first 100 GB): usage GB × 0.09 = ?
              disk[?]
                not known: ? (var.x has no value)  × ? (var.x has no value) = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
              assumed: Linux: nothing says otherwise
            shop_server.misspelt Mapped
              Server (s1.lrage, none): 730 hours × ? (s1.lrage is no server size of us-east-1) = ?
              Traffic (first 100 GB): usage GB × 0.09 = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
              assumed: Linux: nothing says otherwise
            shop_server.absent Mapped
              Server (?, none): 730 hours × ? (size is not set) = ?
              Traffic (first 100 GB): usage GB × 0.09 = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
            shop_server.system Mapped
              Server (s1.small, none): 730 hours × ? (beos is not known as system) = ?
              Traffic (first 100 GB): usage GB × 0.09 = ?
              assumed: region us-east-1, from the environment (AWS_REGION)
            shop_rack.free Free
            shop_robot.unsupported Unsupported
            shop_server.elsewhere Mapped
              Server (s1.small, none): 730 hours × ? (no price of Shop in eu-south-2) = ?
              Traffic: usage GB × ? (no price of Shop in eu-south-2) = ?
              assumed: Linux: nothing says otherwise
        "#]],
    );
}

#[test]
fn the_last_resort_is_an_assumption() {
    let server = resource("shop_server.a", Value::object([("size", text("s1.small"))]));
    let estimates = pricer().estimate(&[Arc::new(server)], &Context::default());
    assert!(estimates[0].totals().assumed);
    expect!["region us-east-1: neither the code, the environment nor region.default names one"]
        .assert_eq(&estimates[0].assumptions[0].text);
}

#[test]
fn what_is_kept_notices_changes_at_the_other_end() {
    let pricer = pricer();
    let rack = |row: &str| Arc::new(resource("shop_rack.r", Value::object([("row", text(row))])));
    let server = resource("shop_server.a", Value::object([("size", text("s1.small")), ("rack", text("x"))]));
    let server = Arc::new(with_links(server, &[("rack", "shop_rack.r")]));
    let estimate = |memory: &Memory, row: &str| {
        let (estimates, memory) = pricer.estimate_after(memory, &[rack(row), server.clone()], &in_virginia());
        (estimates[1].components[0].name.to_string(), memory)
    };
    let (one, memory) = estimate(&Memory::default(), "one");
    let (two, _) = estimate(&memory, "two");
    assert_eq!([&*one, &*two], ["Server (s1.small, one)", "Server (s1.small, two)"]);
}

#[test]
fn mistakes_in_tables_are_named() {
    let load = |text: &str| Mappings::load([("mappings/x/y.toml", text)]).1.join("\n");
    expect!["mappings/x/y.toml: unknown key `components`"]
        .assert_eq(&load("provider = \"aws\"\ncomponents = []"));
    expect!["mappings/x/y.toml: a: expected ), found None in `min(1`"]
        .assert_eq(&load("provider = \"aws\"\n[let]\na = \"min(1\""));
    expect!["x/y: there is no shared table x/_none"].assert_eq(&load(
        "provider = \"aws\"\nnames.terraform = \"x\"\n[[part]]\nname = \"p\"\nuse = \"x/_none\"",
    ));
}
