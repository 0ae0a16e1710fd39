//! Input that is half typed, damaged or hostile, from the disk to what an editor shows. Each costs bounded time,
//! is told at its place, and takes nothing from the resource beside it, whose price must stay the same.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use ide::{Analysis, Engine, Root, Settings};
use ir::Files;
use pricing::{Estimate, Outcome};
use project::{Choices, ProcessEnv, Workspace, setup};
use terraform::Terraform;
use testkit::MemoryFiles;
use text::{Encoding, LineIndex};

use crate::fixtures::pricer;
use crate::scratch::Scratch;

/// The limit for one look at a workspace. Programs without optimisation, beside other tests, get twenty times as
/// much: what grows with the square of the input takes minutes.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

/// A resource that is sound, in a file of its own.
const GOOD: &str = r#"
provider "aws" {
  region = "us-east-1"
}

resource "aws_ebs_volume" "good" {
  availability_zone = "us-east-1a"
  type              = "gp2"
  size              = 100
}
"#;

fn engine() -> Engine {
    Engine::new(vec![Arc::new(Terraform::default())], pricer())
}

fn analyze(engine: &Engine, files: Arc<dyn Files>, root: Root) -> Analysis {
    let start = Instant::now();
    let analysis =
        engine.analyze(files, &[Arc::new(root)], Arc::new(Settings::default()), &|| false).unwrap();
    let elapsed = start.elapsed();
    assert!(elapsed < LIMIT, "took {elapsed:?}");
    analysis
}

/// What one resource costs: an amount, or why none is known. A zero that nobody asked for fails the test.
fn cost(estimate: &Estimate) -> String {
    let totals = estimate.totals();
    let address = &estimate.resource.address;
    match &estimate.outcome {
        Outcome::Mapped if totals.n_unpriced + totals.n_unknown_count + totals.n_usage > 0 => {
            format!("{address}: at least {}", totals.monthly.normalize())
        }
        Outcome::Mapped => {
            assert!(!totals.monthly.is_zero(), "{address} costs 0");
            format!("{address}: {}", totals.monthly.normalize())
        }
        other => format!("{address}: {other:?}"),
    }
}

/// What resources cost, then the diagnostics; long lists and lines are cut.
fn shown(analysis: &Analysis) -> String {
    let mut out = String::new();
    let all: Vec<_> = analysis.roots().iter().flat_map(|it| &it.estimates).collect();
    all.iter().take(4).for_each(|it| writeln!(out, "{}", cost(it)).unwrap());
    if all.len() > 4 {
        writeln!(out, "{} resources", all.len()).unwrap();
    }
    let diagnostics = analysis.diagnostics(&BTreeSet::new(), &|| false).unwrap();
    for (file, diagnostics) in diagnostics {
        let text = analysis.text(&file).unwrap_or_default();
        let index = LineIndex::new(&text);
        for diagnostic in diagnostics.iter().take(4) {
            let line = index.line_col(&text, diagnostic.range.start, Encoding::Utf8).line + 1;
            let message: String = diagnostic.message.chars().take(120).collect();
            writeln!(out, "{}:{line}: {message}", file.as_str()).unwrap();
        }
    }
    out
}

/// Looks at files in memory beside the sound resource.
fn check(files: &[(&str, &str)], expect: Expect) {
    let mut all = MemoryFiles::new(files.iter().copied());
    all.write("good.tf", GOOD);
    let analysis = analyze(&engine(), Arc::new(all), Root::default());
    assert_good(&analysis, "");
    expect.assert_eq(&shown(&analysis));
}

/// Looks at a folder on the disk, with the sound resource in it.
fn check_disk(scratch: &Scratch, expect: Expect) {
    scratch.write("good.tf", GOOD);
    let workspace = Workspace::open(scratch.path()).unwrap();
    let files = workspace.snapshot();
    let setup = setup(&files, "", &ProcessEnv::new([]), &Choices::default());
    let root = Root { folder: String::new(), inputs: setup.inputs, context: setup.context };
    let analysis = analyze(&engine(), files, root);
    assert_good(&analysis, "");
    expect.assert_eq(&shown(&analysis));
}

/// The beginning of a long text, for messages.
fn head(text: &str) -> String {
    text.chars().take(20).collect()
}

fn assert_good(analysis: &Analysis, context: &str) {
    let estimates = || analysis.roots().iter().flat_map(|it| &it.estimates);
    let good = estimates().find(|it| &*it.resource.address == "aws_ebs_volume.good");
    let good = good.unwrap_or_else(|| panic!("aws_ebs_volume.good is lost\n{context}"));
    assert_eq!(cost(good), "aws_ebs_volume.good: 10", "{context}");
}

/// A block with everything that can stand open: quotes, braces, heredocs, templates, comments.
const HALF_TYPED: &str = r#"resource "aws_instance" "typed" {
  ami           = "ami-${lower("A")}" /* the image */
  instance_type = var.large ? "m5.large" : "t3.micro"
  tags          = { Name = "a", "日本" = [1, 2, { x = <<-EOT
      }{ "${
    EOT
  }] } # tags
  root_block_device {
    volume_type = "gp2"
    volume_size = 8
  }
  dynamic "ebs_block_device" {
    for_each = [for n in range(2) : n * 10]
    content {
      device_name = "/dev/sd%{ if true }f%{ endif }"
      volume_size = ebs_block_device.value
    }
  }
}
"#;

#[test]
fn half_typed_anywhere() {
    let engine = engine();
    let after = "\nresource \"aws_eip\" \"after\" {\n}\n";
    let cuts = (0..=HALF_TYPED.len()).filter(|at| HALF_TYPED.is_char_boundary(*at));
    for at in cuts {
        let typed = &HALF_TYPED.split_at(at).0;
        for rest in ["", after] {
            let text = format!("{GOOD}\n{typed}{rest}");
            let files = MemoryFiles::new([("main.tf", text.as_str())]);
            let analysis = analyze(&engine, Arc::new(files), Root::default());
            assert_good(&analysis, &text);
            let addresses: Vec<_> = analysis
                .roots()
                .iter()
                .flat_map(|it| &it.estimates)
                .map(|it| &*it.resource.address)
                .collect();
            assert_eq!(addresses.contains(&"aws_eip.after"), !rest.is_empty(), "{text}");
            // Whatever is shown of it, no zero.
            shown(&analysis);
        }
    }
}

#[test]
fn nested_a_hundred_thousand_times() {
    let n = 100_000;
    let repeat = |text: &str| text.repeat(n);
    let bad = |value: &str| {
        format!("resource \"aws_instance\" \"bad\" {{\n  ami = 1\n  instance_type = {value}\n}}\n")
    };
    let expected = |message: &str| {
        format!(
            "aws_instance.bad: at least 0.8\naws_ebs_volume.good: 10\nbad.tf:3: {message}\n\
             bad.tf:3: no price: nested deeper than 200 levels, not read\n"
        )
    };
    let too_deep = expected("nested deeper than 200 levels, not read");
    let open = expected("brackets do not match");
    for (value, want) in [
        (repeat("[") + "1" + &repeat("]"), &too_deep),
        (repeat("(") + "1" + &repeat(")"), &too_deep),
        (repeat("{a=") + "1" + &repeat("}"), &too_deep),
        (repeat("f(") + "1" + &repeat(")"), &too_deep),
        (repeat("!") + "true", &too_deep),
        (repeat("-") + "1", &too_deep),
        (repeat("a?") + "1" + &repeat(":1"), &too_deep),
        (repeat("\"${") + "1" + &repeat("}\""), &too_deep),
        (repeat("["), &open),
        (repeat("("), &open),
    ] {
        let mut files = MemoryFiles::new([("bad.tf", bad(&value).as_str())]);
        files.write("good.tf", GOOD);
        let analysis = analyze(&engine(), Arc::new(files), Root::default());
        assert_good(&analysis, &head(&value));
        assert_eq!(&shown(&analysis), want, "{}", &head(&value));
    }
}

#[test]
fn long_chains_of_operators_and_steps() {
    let n = 100_000;
    for value in [
        "1+".repeat(n) + "1",
        "a".to_owned() + &".b".repeat(n),
        "a".to_owned() + &"[0]".repeat(n),
        "1==".repeat(n) + "1",
    ] {
        let text = format!("resource \"aws_instance\" \"bad\" {{\n  instance_type = {value}\n}}\n");
        let mut files = MemoryFiles::new([("bad.tf", text.as_str())]);
        files.write("good.tf", GOOD);
        let analysis = analyze(&engine(), Arc::new(files), Root::default());
        assert_good(&analysis, &head(&value));
        assert!(shown(&analysis).starts_with("aws_instance.bad: at least 0.8\n"), "{}", shown(&analysis));
    }
}

#[test]
fn blocks_in_blocks() {
    let text = format!("resource \"aws_instance\" \"bad\" {{\n{}", "b {\n".repeat(100_000));
    check(
        &[("bad.tf", &text)],
        expect![[r#"
        aws_instance.bad: at least 0.8
        aws_ebs_volume.good: 10
        bad.tf:201: nested too deep, not read
        bad.tf:202: nested too deep, not read
        bad.tf:203: nested too deep, not read
        bad.tf:204: nested too deep, not read
    "#]],
    );
}

#[test]
fn impossible_counts() {
    let text = r#"
resource "aws_eip" "many" {
  count = 1000000000
}
resource "aws_eip" "negative" {
  count = -1
}
resource "aws_eip" "each" {
  for_each = range(1024)
}
resource "aws_eip" "list" {
  count = range(1000000000)
}
"#;
    check(
        &[("bad.tf", text)],
        expect![[r#"
            aws_eip.many: at least 0
            aws_eip.negative: at least 0
            aws_eip.each: at least 0
            aws_eip.list: at least 0
            5 resources
            bad.tf:3: 1000000000 instances of one block are more than the 1024 that are evaluated
            bad.tf:6: count must be a whole number from 0 up
            bad.tf:9: for_each must be a map or a set of strings
            bad.tf:12: Error in function call: range: more than 1024 values were generated; either decrease the difference between start and en
        "#]],
    );
}

#[test]
fn circles() {
    let text = r#"
resource "aws_ebs_volume" "self" {
  availability_zone = "us-east-1a"
  type              = aws_ebs_volume.self.type
  size              = aws_ebs_volume.self.size
}
locals {
  a = local.b
  b = local.a
}
resource "aws_ebs_volume" "circle" {
  availability_zone = "us-east-1a"
  size              = local.a
}
"#;
    check(
        &[("bad.tf", text)],
        expect![[r#"
            aws_ebs_volume.self: at least 0
            aws_ebs_volume.circle: at least 0
            aws_ebs_volume.good: 10
            bad.tf:2: aws_ebs_volume.self.size refers to itself
            bad.tf:2: aws_ebs_volume.self.type refers to itself
            bad.tf:5: no price: aws_ebs_volume.self.type refers to itself
            bad.tf:8: local.a refers to itself
        "#]],
    );
}

#[test]
fn modules_that_call_each_other() {
    let here = "module \"again\" {\n  source = \"./\"\n}\nmodule \"other\" {\n  source = \"./other\"\n}\n";
    let other = "module \"back\" {\n  source = \"../\"\n}\nresource \"aws_eip\" \"inner\" {\n}\n";
    check(
        &[("bad.tf", here), ("other/main.tf", other)],
        expect![[r#"
        aws_ebs_volume.good: 10
        module.other.aws_eip.inner: 3.65
        bad.tf:2: module.again: the module calls itself; break the cycle of module calls
        other/main.tf:2: module.back: the module calls itself; break the cycle of module calls
    "#]],
    );
}

#[test]
fn modules_that_cannot_be_read() {
    let text = r#"
module "outside" {
  source = "../../.."
}
module "missing" {
  source = "./missing"
}
module "remote" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}
module "git" {
  source = "git::https://example.com/vpc.git"
}
module "none" {
}
resource "aws_ebs_volume" "depends" {
  availability_zone = "us-east-1a"
  size              = module.remote.size
}
"#;
    check(
        &[("bad.tf", text)],
        expect![[r#"
        aws_ebs_volume.depends: at least 0
        aws_ebs_volume.good: 10
        bad.tf:3: module.outside: ../../.. leads out of the workspace, not read; open the folder that holds both
        bad.tf:6: module.missing: there is no folder ./missing
        bad.tf:9: module.remote: terraform-aws-modules/vpc/aws is not on this machine; run `terraform init` to download it
        bad.tf:13: module.git: git::https://example.com/vpc.git is not on this machine; run `terraform init` to download it
    "#]],
    );
}

#[test]
fn files_that_cannot_be_read() {
    let scratch = Scratch::new();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, scratch.path().join(name)).unwrap();
    scratch.write("latin1.tf", b"# caf\xe9\nresource \"aws_eip\" \"lost\" {\n}\n").write("folder.tf/x", "");
    link("loop.tf", "loop.tf");
    link("gone", "broken.tf");
    link("/etc", "outside");
    link("/etc/hostname", "outside.tf");
    check_disk(
        &scratch,
        expect![[r#"
        aws_ebs_volume.good: 10
        broken.tf:1: no such file or folder
        latin1.tf:1: not valid UTF-8, not read; save it as UTF-8
        loop.tf:1: Too many levels of symbolic links (os error 40)
        outside.tf:1: outside the workspace, not read
    "#]],
    );
}

#[test]
fn five_megabytes_of_one_thing() {
    let limit = 5 << 20;
    let one = format!("locals {{\n  a = \"{}\"\n}}\n", "x".repeat(limit - 100));
    let repeated = |part: &str| part.repeat(limit / part.len());
    let parts =
        ["x = {\n \"${ [ <<A\n", "\"", "\n", "x = [\n", "x = [ \"a\",\n", "a=b\n", " \"${\n", "<<A\n", "a{"];
    for text in parts.map(repeated).into_iter().chain([one]) {
        let mut files = MemoryFiles::new([("bad.tf", text.as_str())]);
        files.write("good.tf", GOOD);
        let analysis = analyze(&engine(), Arc::new(files), Root::default());
        assert_good(&analysis, &head(&text));
        shown(&analysis);
    }
}

#[test]
fn more_than_five_megabytes() {
    let scratch = Scratch::new();
    scratch.write("bad.tf", vec![b'#'; (5 << 20) + 1]);
    check_disk(
        &scratch,
        expect![[r#"
        aws_ebs_volume.good: 10
        bad.tf:1: larger than 5 MiB, not read
    "#]],
    );
}
