//! Workspaces on a real disk: the fence, links, limits, unsaved texts, what is noticed of changes.

use std::fs;

use ir::{Files, ReadError};
use project::{Workspace, locate};
use text::FileId;

use crate::scratch::Scratch;

fn read(workspace: &Workspace, name: &str) -> Result<String, ReadError> {
    workspace.snapshot().read(&FileId::new(name)).map(|text| text.to_string())
}

fn names(workspace: &Workspace, dir: &str) -> Vec<String> {
    let entries = workspace.snapshot().list(dir).unwrap();
    entries.into_iter().map(|it| if it.is_dir { it.name + "/" } else { it.name }).collect()
}

#[test]
fn nothing_outside_is_read() {
    let scratch = Scratch::new();
    scratch.write("secret", "s").write("in/main.tf", "m").write("other/x.tf", "x");
    std::os::unix::fs::symlink("../secret", scratch.path().join("in/leak")).unwrap();
    std::os::unix::fs::symlink("../other", scratch.path().join("in/other")).unwrap();
    std::os::unix::fs::symlink("main.tf", scratch.path().join("in/same.tf")).unwrap();
    let workspace = Workspace::open(&scratch.path().join("in")).unwrap();
    assert_eq!(read(&workspace, "main.tf").as_deref(), Ok("m"));
    assert_eq!(read(&workspace, "same.tf").as_deref(), Ok("m"));
    for name in ["../secret", "leak", "other/x.tf", "a/../../secret"] {
        assert_eq!(read(&workspace, name), Err(ReadError::Outside), "{name}");
    }
    assert_eq!(workspace.snapshot().list("other"), Err(ReadError::Outside));
    assert_eq!(workspace.snapshot().list(".."), Err(ReadError::Outside));
    assert_eq!(workspace.snapshot().list("../other"), Err(ReadError::Outside));
}

#[test]
fn a_file_named_by_the_user_may_lie_outside() {
    let scratch = Scratch::new();
    scratch.write("prod.tfvars", "a = 1").write("in/main.tf", "m");
    let mut workspace = Workspace::open(&scratch.path().join("in")).unwrap();
    let file = workspace.grant(&scratch.path().join("prod.tfvars")).unwrap();
    assert_eq!(read(&workspace, file.as_str()).as_deref(), Ok("a = 1"));
    assert!(workspace.grant(&scratch.path().join("none")).is_err());
}

#[test]
fn loops_and_odd_files_are_refused() {
    let scratch = Scratch::new();
    scratch.write("latin1.tf", b"caf\xe9").write("big.tf", vec![b'#'; (5 << 20) + 1]).write("dir/x", "");
    std::os::unix::fs::symlink("loop", scratch.path().join("loop")).unwrap();
    std::os::unix::fs::symlink("gone", scratch.path().join("broken")).unwrap();
    let workspace = Workspace::open(scratch.path()).unwrap();
    assert_eq!(read(&workspace, "latin1.tf"), Err(ReadError::NotUtf8));
    assert_eq!(read(&workspace, "big.tf"), Err(ReadError::TooLarge(5 << 20)));
    assert_eq!(read(&workspace, "none"), Err(ReadError::Missing));
    assert_eq!(read(&workspace, "broken"), Err(ReadError::Missing));
    assert!(matches!(read(&workspace, "loop"), Err(ReadError::Io(_))));
    assert!(matches!(read(&workspace, "dir"), Err(ReadError::Io(_))));
    assert_eq!(names(&workspace, ""), ["big.tf", "broken", "dir/", "latin1.tf", "loop"]);
}

#[test]
fn unsaved_text_lies_on_top() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "disk");
    let mut workspace = Workspace::open(scratch.path()).unwrap();
    let before = workspace.snapshot();
    workspace.set_overlay(FileId::new("main.tf"), "unsaved");
    workspace.set_overlay(FileId::new("new/more.tf"), "new");
    assert_eq!(before.read(&FileId::new("main.tf")).as_deref(), Ok("disk"));
    assert_eq!(read(&workspace, "main.tf").as_deref(), Ok("unsaved"));
    assert_eq!(names(&workspace, ""), ["main.tf", "new/"]);
    assert_eq!(names(&workspace, "new"), ["more.tf"]);
    workspace.remove_overlay(&FileId::new("main.tf"));
    assert_eq!(read(&workspace, "main.tf").as_deref(), Ok("disk"));
}

#[test]
fn a_change_is_seen_when_it_is_told() {
    let scratch = Scratch::new();
    scratch.write("m/a.tf", "1");
    let mut workspace = Workspace::open(scratch.path()).unwrap();
    let before = workspace.snapshot();
    assert_eq!(read(&workspace, "m/a.tf").as_deref(), Ok("1"));
    assert_eq!(names(&workspace, "m"), ["a.tf"]);
    scratch.write("m/a.tf", "2").write("m/b.tf", "");
    assert_eq!(read(&workspace, "m/a.tf").as_deref(), Ok("1"));
    workspace.disk_changed(&FileId::new("m/a.tf"));
    assert_eq!(read(&workspace, "m/a.tf").as_deref(), Ok("2"));
    assert_eq!(names(&workspace, "m"), ["a.tf", "b.tf"]);
    assert_eq!(before.read(&FileId::new("m/a.tf")).as_deref(), Ok("1"));
    fs::remove_dir_all(scratch.path().join("m")).unwrap();
    workspace.disk_changed(&FileId::new("m"));
    assert_eq!(read(&workspace, "m/a.tf"), Err(ReadError::Missing));
}

#[test]
fn root_modules_are_found() {
    let scratch = Scratch::new();
    scratch
        .write("env/prod/main.tf", "module \"web\" {\n  source = \"../../modules/web\"\n}\n")
        .write("env/dev/main.tofu", "")
        .write("modules/web/main.tf", "")
        .write("env/prod/.terraform/modules/x/main.tf", "")
        .write("node_modules/y/main.tf", "")
        .write("docs/readme.md", "");
    std::os::unix::fs::symlink("..", scratch.path().join("env/up")).unwrap();
    let workspace = Workspace::open(scratch.path()).unwrap();
    assert_eq!(workspace.snapshot().roots(""), ["env/dev", "env/prod"]);
    assert_eq!(workspace.snapshot().roots("modules/web"), ["modules/web"]);
    assert_eq!(workspace.snapshot().roots("docs"), Vec::<String>::new());
}

#[test]
fn the_workspace_of_a_path() {
    let scratch = Scratch::new();
    scratch.write("repo/.cloudoptima.yaml", "").write("repo/env/main.tf", "").write("plain/x/main.tf", "");
    let found = |path: &str, current: &str| {
        let located = locate(&scratch.path().join(path), &scratch.path().join(current)).unwrap();
        let root = located.workspace.folder().strip_prefix(scratch.path()).unwrap().display().to_string();
        format!("{root} {} {:?}", located.folder, located.file)
    };
    assert_eq!(found("repo/env", ""), "repo env None");
    assert_eq!(found("repo/env/main.tf", ""), "repo env Some(\"env/main.tf\")");
    assert_eq!(found("plain/x", "plain"), "plain x None");
    assert_eq!(found("plain/x", "repo"), "plain/x  None");
    assert!(locate(&scratch.path().join("none"), scratch.path()).is_err());
}
