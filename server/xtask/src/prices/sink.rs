//! Takes what the importers read, decides between facts of the same price, and counts.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use catalog::{Provider, Row};
use rust_decimal::Decimal;

use super::draft::{Draft, Key};
use super::facts::FactTable;
use super::report::{Counts, Difference, Report};

/// Collects the prices of one provider.
pub struct Sink {
    provider: Provider,
    files: BTreeMap<String, FileCounts>,
    /// The file of each used fact row, and how many of its prices stand so far.
    facts: Vec<FactState>,
    drafts: Vec<(Draft, usize)>,
}

#[derive(Default)]
struct FileCounts {
    n_rows: usize,
    n_cross_check: usize,
    rejected: BTreeMap<String, usize>,
}

struct FactState {
    file: String,
    n_standing: usize,
}

impl Sink {
    /// An empty sink.
    pub fn new(provider: Provider) -> Self {
        Self { provider, files: BTreeMap::new(), facts: Vec::new(), drafts: Vec::new() }
    }

    /// Reads a fact file; each of its rows must come back through `used`, `cross_check` or `rejected`, once.
    pub fn read(&mut self, facts: &Path, file: &str) -> anyhow::Result<FactTable> {
        let table = FactTable::read(&facts.join(file))?;
        self.files.entry(file.to_owned()).or_default().n_rows += table.n_rows();
        Ok(table)
    }

    /// A row that gives one price.
    pub fn used(&mut self, file: &str, draft: Draft) {
        self.used_all(file, vec![draft]);
    }

    /// A row that gives several prices (on demand and spot side by side, say). It counts once.
    pub fn used_all(&mut self, file: &str, drafts: Vec<Draft>) {
        let fact = self.facts.len();
        self.facts.push(FactState { file: file.to_owned(), n_standing: 0 });
        self.drafts.extend(drafts.into_iter().map(|draft| (draft, fact)));
    }

    /// A row that only confirms what others say.
    pub fn cross_check(&mut self, file: &str) {
        self.files.entry(file.to_owned()).or_default().n_cross_check += 1;
    }

    /// A row that gives no price, and why. Reasons are a few fixed texts, not one per row.
    pub fn rejected(&mut self, file: &str, reason: &str) {
        let file = self.files.entry(file.to_owned()).or_default();
        *file.rejected.entry(reason.to_owned()).or_default() += 1;
    }

    /// Decides and counts. Fails when a row is unaccounted for or a price contradicts itself.
    pub fn finish(mut self) -> anyhow::Result<(Vec<Row>, Report)> {
        let mut groups: BTreeMap<Key, Vec<(Draft, usize)>> = BTreeMap::new();
        for (draft, fact) in std::mem::take(&mut self.drafts) {
            draft.check(self.provider)?;
            groups.entry(draft.key()).or_default().push((draft, fact));
        }
        let mut rows = Vec::new();
        let mut differences = Vec::new();
        for (_, group) in groups {
            let tiers = self.decide(group, &mut differences);
            rows.extend(close_tiers(tiers)?);
        }
        check_ids(&rows)?;
        let report =
            Report { provider: self.provider, n_prices: rows.len(), files: self.counts()?, differences };
        Ok((rows, report))
    }

    /// The best source gives all tiers of a price; tiers of different sources are never mixed.
    fn decide(&mut self, mut group: Vec<(Draft, usize)>, differences: &mut Vec<Difference>) -> Vec<Draft> {
        group.sort_by(|(a, fact_a), (b, fact_b)| {
            a.rank.cmp(&b.rank).then_with(|| b.as_of.cmp(&a.as_of)).then_with(|| fact_a.cmp(fact_b))
        });
        let best = group.first().map(|(draft, fact)| (draft.rank, self.file_of(*fact).to_owned()));
        let mut tiers: BTreeMap<Decimal, Draft> = BTreeMap::new();
        for (draft, fact) in group {
            let file = self.file_of(fact).to_owned();
            match tiers.get(&draft.tier_start) {
                Some(winner) => differences.extend(Difference::between(winner, &draft, &file)),
                None if best.as_ref().is_some_and(|it| *it == (draft.rank, file)) => {
                    self.facts.get_mut(fact).into_iter().for_each(|it| it.n_standing += 1);
                    tiers.insert(draft.tier_start, draft);
                }
                None => {}
            }
        }
        tiers.into_values().collect()
    }

    fn file_of(&self, fact: usize) -> &str {
        self.facts.get(fact).map_or("", |it| it.file.as_str())
    }

    fn counts(&self) -> anyhow::Result<BTreeMap<String, Counts>> {
        let mut counts: BTreeMap<String, Counts> = self
            .files
            .iter()
            .map(|(name, file)| {
                let rejected = file.rejected.clone();
                (
                    name.clone(),
                    Counts { n_rows: file.n_rows, n_used: 0, n_cross_check: file.n_cross_check, rejected },
                )
            })
            .collect();
        for fact in &self.facts {
            let file = counts.get_mut(&fact.file).with_context(|| format!("{} was not read", fact.file))?;
            match fact.n_standing {
                0 => file.n_cross_check += 1,
                _ => file.n_used += 1,
            }
        }
        for (name, file) in &counts {
            let accounted = file.accounted();
            ensure!(file.n_rows == accounted, "{name}: {} rows in, {accounted} accounted for", file.n_rows);
        }
        Ok(counts)
    }
}

/// Sets the end of each tier that has none to the next one's start, and refuses overlaps.
fn close_tiers(mut tiers: Vec<Draft>) -> anyhow::Result<Vec<Row>> {
    let starts: Vec<Decimal> = tiers.iter().skip(1).map(|it| it.tier_start).collect();
    for (draft, next) in tiers.iter_mut().zip(starts) {
        let end = *draft.tier_end.get_or_insert(next);
        ensure!(end <= next, "tiers overlap at {next}: {draft:?}");
    }
    Ok(tiers.into_iter().map(Draft::into_row).collect())
}

fn check_ids(rows: &[Row]) -> anyhow::Result<()> {
    let mut seen = std::collections::HashMap::new();
    for row in rows {
        if let Some(other) = seen.insert(&row.id, row) {
            bail!("two prices have the id {}: {row:?} and {other:?}", row.id);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
