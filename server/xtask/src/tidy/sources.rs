//! What single files must look like.

use super::Complaint;

/// More lines of product code than this are too many for one file.
const MAX_LINES: usize = 600;
/// From here on a file should be split.
const MANY_LINES: usize = 400;

/// Folders of a developer's machine; written in two parts, so that this file passes its own check.
const MACHINE_FOLDERS: [(&str, &str); 3] = [("/ro", "ot/"), ("/wo", "rk/"), ("/ho", "me/")];

/// Names that must not stand in the product code of a room.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("server/ide/src/", &["std::fs", "SystemTime", "tokio", "std::net"]),
    ("server/catalog/src/", &["std::fs", "SystemTime", "Instant", "std::net", "std::env"]),
    ("server/pricing/src/", &["std::fs", "SystemTime", "Instant", "std::net", "std::env"]),
];

/// Checks one tracked text file.
pub(super) fn check(path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = machine_paths(path, text);
    if path.ends_with(".rs") {
        let product = product_code(path, text);
        complaints.extend(head(path, text));
        complaints.extend(length(path, product));
        complaints.extend(forbidden(path, product));
    }
    complaints
}

/// The part before the unit tests; nothing of a file that holds tests only.
fn product_code<'a>(path: &str, text: &'a str) -> &'a str {
    let is_test = path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/");
    match is_test {
        true => "",
        false => text.split("\n#[cfg(test)]").next().unwrap_or(text),
    }
}

fn head(path: &str, text: &str) -> Option<Complaint> {
    let missing = || Complaint::Error(format!("{path}: begin with //! and say what the module is for"));
    (!text.starts_with("//!")).then(missing)
}

fn length(path: &str, product: &str) -> Option<Complaint> {
    match product.lines().count() {
        n if n > MAX_LINES => Some(Complaint::Error(format!("{path}: {n} lines, at most {MAX_LINES}"))),
        n if n > MANY_LINES => Some(Complaint::Warning(format!("{path}: {n} lines, better {MANY_LINES}"))),
        _ => None,
    }
}

fn forbidden(path: &str, product: &str) -> Vec<Complaint> {
    let names = FORBIDDEN.iter().filter(|(folder, _)| path.starts_with(folder)).flat_map(|(_, names)| *names);
    let code = || product.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let found = names.flat_map(|name| {
        code().filter(move |(_, line)| line.contains(name)).map(move |(i, _)| (i + 1, name))
    });
    found
        .map(|(line, name)| Complaint::Error(format!("{path}:{line}: {name} has no place in this room")))
        .collect()
}

fn machine_paths(path: &str, text: &str) -> Vec<Complaint> {
    let folders = MACHINE_FOLDERS.map(|(one, two)| [one, two].concat());
    let lines = text.lines().enumerate();
    let found = lines.filter_map(|(i, line)| Some((i + 1, folders.iter().find(|it| line.contains(*it))?)));
    found
        .map(|(line, folder)| Complaint::Error(format!("{path}:{line}: names {folder} of some machine")))
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(path: &str, text: &str, expected: Expect) {
        let complaints = super::check(path, text);
        let lines = complaints.iter().map(|it| match it {
            Complaint::Error(text) => format!("error: {text}\n"),
            Complaint::Warning(text) => format!("warning: {text}\n"),
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn modules_say_what_they_are_for() {
        check(
            "server/x/src/a.rs",
            "use std::fs;\n",
            expect![[r#"
            error: server/x/src/a.rs: begin with //! and say what the module is for
        "#]],
        );
        check("server/x/src/a.rs", "//! Reads files.\nuse std::fs;\n", expect![[""]]);
    }

    #[test]
    fn long_files() {
        let long = |n| format!("//! Long.\n{}", "x\n".repeat(n));
        check(
            "server/x/src/a.rs",
            &long(400),
            expect![[r#"
            warning: server/x/src/a.rs: 401 lines, better 400
        "#]],
        );
        check(
            "server/x/src/a.rs",
            &long(600),
            expect![[r#"
            error: server/x/src/a.rs: 601 lines, at most 600
        "#]],
        );
        check("server/x/src/a.rs", &format!("{}\n#[cfg(test)]\n{}", long(9), long(999)), expect![[""]]);
        check("server/x/src/tests.rs", &long(999), expect![[""]]);
    }

    #[test]
    fn rooms_without_disk_and_clock() {
        let text = "//! No std::fs here.\nuse std::time::SystemTime;\n#[cfg(test)]\nuse std::fs;\n";
        check(
            "server/ide/src/a.rs",
            text,
            expect![[r#"
            error: server/ide/src/a.rs:2: SystemTime has no place in this room
        "#]],
        );
        check("server/cli/src/a.rs", text, expect![[""]]);
    }

    #[test]
    fn no_machines_are_named() {
        // Put together here, so that this file names no machine itself.
        let place = ["/ro", "ot/"].concat();
        let found = machine_paths("README.md", &format!("see\n{place}x\n"));
        let said = found.iter().map(|it| match it {
            Complaint::Error(text) | Complaint::Warning(text) => text.clone(),
        });
        assert_eq!(said.collect::<Vec<_>>(), [format!("README.md:2: names {place} of some machine")]);
    }
}
