//! The fence: no name leads out of the workspace, neither by `..` nor through a symbolic link.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ir::ReadError;
use text::FileId;

/// Files above this are not read: no hand-written configuration comes near it, and every stage stays bounded.
pub(crate) const MAX_FILE_BYTES: u64 = 5 << 20;

/// The real path of a name below `root` (which is canonical), refused when it lies outside.
pub(crate) fn resolve(root: &Path, name: &str) -> Result<PathBuf, ReadError> {
    if name == ".." || name.starts_with("../") {
        return Err(ReadError::Outside);
    }
    let real = fs::canonicalize(root.join(name)).map_err(refused)?;
    if real.starts_with(root) { Ok(real) } else { Err(ReadError::Outside) }
}

/// Reads a file as UTF-8, up to the limit.
pub(crate) fn read_text(path: &Path) -> Result<String, ReadError> {
    let about = fs::metadata(path).map_err(refused)?;
    if !about.is_file() {
        return Err(ReadError::Io("not a regular file".into()));
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge(MAX_FILE_BYTES));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    // The file may grow between the two calls: read one byte beyond the limit at most.
    let file = fs::File::open(path).map_err(refused)?;
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge(MAX_FILE_BYTES));
    }
    String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)
}

/// An error of the system as a reason. A loop of symbolic links and a refused permission keep the system's words.
pub(crate) fn refused(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Io(error.to_string()),
    }
}

/// A path relative to `root`, with `..` where it lies outside. Both are absolute.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<FileId> {
    let mut up = 0usize;
    let mut base = Some(root);
    while let Some(at) = base {
        if let Ok(rest) = path.strip_prefix(at) {
            let name = rest.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
            return Some(FileId::new(&format!("{}{name}", "../".repeat(up))));
        }
        up += 1;
        base = at.parent();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_relative_to_a_root() {
        let name = |root: &str, path: &str| relative(Path::new(root), Path::new(path)).unwrap().to_string();
        assert_eq!(name("/a/b", "/a/b/c/d.tf"), "c/d.tf");
        assert_eq!(name("/a/b", "/a/x.tfvars"), "../x.tfvars");
        assert_eq!(name("/a/b", "/tmp/x"), "../../tmp/x");
        assert_eq!(name("/a/b", "/a/b"), "");
    }
}
