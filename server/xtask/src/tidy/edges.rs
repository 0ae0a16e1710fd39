//! Which room may know which, and which rooms alone may use a library.

use serde::Deserialize;

use super::Complaint;

/// Rooms that a room may know, from the left of the house to the right.
const ROOMS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("syntax", &["text"]),
    ("ir", &["text"]),
    ("terraform", &["text", "syntax", "ir"]),
    ("catalog", &[]),
    ("bundle", &["catalog"]),
    ("pricing", &["text", "ir", "catalog"]),
    ("findings", &["text", "ir", "catalog", "pricing"]),
    ("project", &["text", "ir", "catalog", "pricing", "findings"]),
    ("ide", &["text", "ir", "catalog", "pricing", "findings"]),
    ("lsp", &["text", "ir", "catalog", "bundle", "pricing", "findings", "project", "ide"]),
    (
        "cli",
        &["text", "ir", "terraform", "catalog", "bundle", "pricing", "findings", "project", "ide", "lsp"],
    ),
    ("testkit", &["text", "ir", "catalog"]),
    ("xtask", &["text", "ir", "catalog", "pricing", "testkit"]),
];

/// Libraries that only some rooms may use.
const LIBRARIES: [(&str, &[&str]); 10] = [
    ("tower-lsp-server", &["lsp"]),
    ("ls-types", &["lsp"]),
    ("lsp-types", &["lsp"]),
    ("tokio", &["lsp", "cli"]),
    ("reqwest", &[]),
    ("moka", &["catalog"]),
    ("zstd", &["catalog"]),
    ("tree-sitter", &["syntax"]),
    ("anyhow", &["cli", "xtask"]),
    ("flate2", &["bundle", "xtask"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// Checks the answer of `cargo metadata --no-deps`. The crate of the tests outside the house may know everything.
pub(super) fn check(metadata: &str) -> anyhow::Result<Vec<Complaint>> {
    let metadata: Metadata = serde_json::from_str(metadata)?;
    let mut complaints = Vec::new();
    for package in metadata.packages.iter().filter(|it| it.name != "tests") {
        let Some((_, may_know)) = ROOMS.iter().find(|(name, _)| *name == package.name) else {
            complaints.push(Complaint::Error(format!(
                "{} is no room of the house: say what it may know",
                package.name
            )));
            continue;
        };
        let used = package.dependencies.iter().filter(|it| it.kind.as_deref() != Some("dev"));
        complaints.extend(used.filter_map(|it| complaint(&package.name, may_know, &it.name)));
    }
    Ok(complaints)
}

fn complaint(room: &str, may_know: &[&str], used: &str) -> Option<Complaint> {
    let is_room = ROOMS.iter().any(|(name, _)| *name == used);
    if is_room && !may_know.contains(&used) {
        return Some(Complaint::Error(format!("{room} must not know {used}")));
    }
    let (_, rooms) = LIBRARIES.iter().find(|(name, _)| *name == used)?;
    let message = || Complaint::Error(format!("{room} must not use {used}; only {rooms:?} may"));
    (!rooms.contains(&room)).then(message)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(package: &str, dependencies: &[(&str, Option<&str>)], expected: Expect) {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|(name, kind)| serde_json::json!({ "name": name, "kind": kind }))
            .collect();
        let metadata = serde_json::json!({ "packages": [{ "name": package, "dependencies": dependencies }] });
        expected.assert_debug_eq(&super::check(&metadata.to_string()).expect("metadata"));
    }

    #[test]
    fn rooms_know_only_what_is_left_of_them() {
        check(
            "pricing",
            &[("catalog", None), ("ir", None), ("testkit", Some("dev"))],
            expect![[r#"
            []
        "#]],
        );
        check(
            "pricing",
            &[("terraform", None), ("bundle", Some("build"))],
            expect![[r#"
            [
                Error(
                    "pricing must not know terraform",
                ),
                Error(
                    "pricing must not know bundle",
                ),
            ]
        "#]],
        );
        check(
            "kitchen",
            &[],
            expect![[r#"
            [
                Error(
                    "kitchen is no room of the house: say what it may know",
                ),
            ]
        "#]],
        );
    }

    #[test]
    fn libraries_stay_in_their_rooms() {
        check(
            "ide",
            &[("tokio", None), ("serde", None)],
            expect![[r#"
            [
                Error(
                    "ide must not use tokio; only [\"lsp\", \"cli\"] may",
                ),
            ]
        "#]],
        );
    }

    #[test]
    fn the_table_has_no_cycle() {
        for (i, (room, may_know)) in ROOMS.iter().enumerate() {
            for known in *may_know {
                assert!(ROOMS[..i].iter().any(|(name, _)| name == known), "{room} → {known}");
            }
        }
    }
}
