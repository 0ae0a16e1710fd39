//! Azure: facts in the shape of the Retail Prices API, and facts that know only an ARM size.
//!
//! A virtual machine is told apart by `armSkuName` and `operatingSystem`; the second is ours and derived from
//! official fields alone (`productName` ends in `Windows` or `Win`), so that a refresh from the feed derives it too.
//! Everything else is told apart by `productName`, `skuName` and `meterName`.

mod estimates;
mod item;
mod ladder;
mod meters;
mod services;
mod sizes;
mod virtual_machines;

use std::collections::HashMap;
use std::path::Path;

use super::{Draft, Sink};
use item::Item;
use ladder::Candidate;
use sizes::Sizes;

/// Retail API items of 14 regions: every service but virtual machines.
const REGIONS: &str = "azure_retail_14regions_2026-08-15.csv.gz";
/// Retail API items collected from several snapshots.
const ROWS: &str = "azure_retail_rows.csv.gz";
/// Items found in documents.
const DOCUMENTS: &str = "azure_facts_from_documents.csv.gz";
/// Linux on demand and spot, with vCPUs and memory.
const SPOT: &str = "azure_vms_with_spot_2026-05-20.csv.gz";
/// Linux on demand.
const LINUX: &str = "azure_vm_ondemand_linux_2026-06-18.csv.gz";
/// Unit prices worked back from published estimates.
const ESTIMATES: &str = "unit_prices_from_estimates_2026-07.csv.gz";

/// Reads the provider's fact files into the sink.
pub fn import(facts: &Path, sink: &mut Sink) -> anyhow::Result<()> {
    let spot = sink.read(facts, SPOT)?;
    let linux = sink.read(facts, LINUX)?;
    let sizes = Sizes::of(&spot, &linux);
    let mut candidates = Vec::new();
    for file in [REGIONS, ROWS, DOCUMENTS] {
        let table = sink.read(facts, file)?;
        for fact in table.rows() {
            match Item::read(file, fact).and_then(|item| draft(&item, &sizes)) {
                Ok(draft) => candidates.push(Candidate { file, draft, tier_stated: item::tier_stated(fact) }),
                Err(reason) => sink.rejected(file, reason),
            }
        }
    }
    virtual_machines::import_spot(&spot, &sizes, sink);
    virtual_machines::import_linux(&linux, &sizes, sink);
    let estimates = sink.read(facts, ESTIMATES)?;
    estimates::import(&estimates, &sizes, sink)?;
    meters::place(&mut candidates);
    let settled = ladder::settle(candidates);
    for (file, reason) in settled.rejected {
        sink.rejected(file, reason);
    }
    let mut twins = meters::twins(&settled.kept);
    for (i, candidate) in settled.kept.into_iter().enumerate() {
        let drafts = std::iter::once(candidate.draft).chain(twins.remove(&i)).collect();
        sink.used_all(candidate.file, drafts);
    }
    Ok(())
}

fn draft(item: &Item<'_>, sizes: &Sizes) -> Result<Draft, &'static str> {
    match item.service {
        virtual_machines::SERVICE => virtual_machines::draft(item, sizes),
        _ => meters::draft(item),
    }
}

type ByIndex = HashMap<usize, Draft>;
