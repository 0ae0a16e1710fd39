//! Where the checkout is.

use std::path::PathBuf;

/// The root of the checkout that this binary was built from.
pub fn root() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).map(PathBuf::from).unwrap_or(own)
}
