//! Import of the facts of this provider.

use std::path::Path;

use super::Sink;

/// Reads the provider's fact files into the sink.
pub fn import(_facts: &Path, _sink: &mut Sink) -> anyhow::Result<()> {
    Ok(())
}
