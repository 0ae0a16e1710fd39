//! `cloudoptima/status`.

use crate::ext::StatusResult;
use crate::requests::Ctx;
use crate::to_proto;
use crate::view::Abandoned;

/// The total of the folders.
pub(crate) fn status(all: &[Ctx<'_>]) -> Result<StatusResult, Abandoned> {
    let analyses = all.iter().map(Ctx::analysis).collect::<Result<Vec<_>, _>>()?;
    let statuses: Vec<_> = analyses.iter().map(|it| it.status()).collect();
    Ok(to_proto::status(ide::StatusTotal::of_all(&statuses)))
}
