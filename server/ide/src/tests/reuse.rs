//! What is kept between two analyses, and what a change throws away.

use super::*;

const TWO: &str = r#"
resource "aws_ebs_volume" "a" {
  size = 100
}
#- other/main.tf
resource "aws_ebs_volume" "b" {
  size = 200
}
"#;

fn other() -> Arc<Root> {
    Arc::new(Root { folder: "other".into(), ..Root::clone(&root()) })
}

#[test]
fn a_root_whose_files_are_the_same_is_not_evaluated_again() {
    let engine = engine();
    let roots = [root(), other()];
    let settings = Arc::new(Settings::default());
    let look = |files: &MemoryFiles| {
        engine.analyze(Arc::new(files.clone()), &roots, Arc::clone(&settings), &|| false).unwrap()
    };
    let mut files = parse(TWO).files;
    let before = look(&files);
    files.write("other/main.tf", "resource \"aws_ebs_volume\" \"b\" {\n  size = 300\n}\n");
    let after = look(&files);
    assert!(Arc::ptr_eq(&before.roots()[0], &after.roots()[0]), "untouched");
    assert_eq!(before.totals().monthly, 30.into());
    assert_eq!(after.totals().monthly, 40.into());
    files.write("other/more.tf", "resource \"aws_ebs_volume\" \"c\" {\n  size = 10\n}\n");
    assert_eq!(look(&files).totals().monthly, 41.into(), "a new file counts");
    files.remove("other/main.tf");
    assert_eq!(look(&files).totals().monthly, 11.into(), "a removed file does not");
}

#[test]
fn a_trial_leaves_no_trace() {
    let engine = engine();
    let fixture = parse("resource \"aws_ebs_volume\" \"a\" {\n  type = \"gp2$0\"\n  size = 100\n}\n");
    let before = analyze_with(&engine, &fixture.files, &root(), Settings::default());
    let (file, range) = fixture.selection.clone().unwrap();
    assert_eq!(before.actions(&file, range, &|| false).unwrap().len(), 1);
    let after = analyze_with(&engine, &fixture.files, &root(), Settings::default());
    assert!(Arc::ptr_eq(&before.roots()[0], &after.roots()[0]));
    assert_eq!(after.totals().monthly, 10.into());
}

#[test]
fn a_cancelled_analysis_gives_nothing_and_keeps_nothing_back() {
    let engine = engine();
    let files = parse(TWO).files;
    let settings = Arc::new(Settings::default());
    let cancelled = engine.analyze(Arc::new(files.clone()), &[root()], Arc::clone(&settings), &|| true);
    assert!(cancelled.is_err());
    assert_eq!(analyze_with(&engine, &files, &root(), Settings::default()).totals().monthly, 10.into());
}

/// After any edit, an engine that has seen every state before answers as one that sees the text for the first time.
#[test]
fn incremental_equals_from_scratch() {
    let start = "variable \"n\" {\n  default = 10\n}\nresource \"aws_ebs_volume\" \"a\" {\n  size = var.n\n}\n\
                 resource \"aws_nat_gateway\" \"b\" {\n}\n";
    let pieces =
        ["\"", "{", "}", "\n", "1", "size = 5\n", "resource \"aws_nat_gateway\" \"c\" {}\n", "${", "#"];
    let kept = engine();
    let mut text = start.to_owned();
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    for step in 0..120 {
        let at = random(text.len() + 1);
        match random(3) {
            0 if at < text.len() => drop(text.remove(at)),
            _ => text.insert_str(at, pieces[random(pieces.len())]),
        }
        if step % 20 == 19 {
            text = start.to_owned();
        }
        let files = MemoryFiles::new([("main.tf", text.as_str())]);
        let show = |engine: &Engine| {
            let analysis = analyze_with(engine, &files, &root(), Settings::default());
            let hints = analysis.hints(&FileId::new("main.tf"), ALL);
            (hints, analysis.breakdown())
        };
        assert_eq!(show(&kept), show(&engine()), "after step {step}:\n{text}");
    }
}
