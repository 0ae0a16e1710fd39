//! Tiers: a price is used only when one source gives all of its tiers, and only one price for each.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use super::super::Draft;
use super::REGIONS;

/// A price of a fact row that may turn out to be one of several tiers.
pub struct Candidate {
    /// The fact file.
    pub file: &'static str,
    /// The price.
    pub draft: Draft,
    /// Whether the row states where its tier begins; without it 0 is taken, for meters of one tier.
    pub tier_stated: bool,
}

/// Candidates that stand, and files and reasons of the others.
pub struct Settled {
    /// In the order they came.
    pub kept: Vec<Candidate>,
    /// File and reason.
    pub rejected: Vec<(&'static str, &'static str)>,
}

/// A price without region and source.
type Meter = (String, BTreeMap<String, String>, String);
/// Tier starts of a meter, for each ladder that was seen.
type Ladders = HashMap<Meter, HashSet<Vec<Decimal>>>;

/// Rejects the candidates of a source that contradict each other or leave tiers out.
pub fn settle(candidates: Vec<Candidate>) -> Settled {
    let groups = groups(&candidates);
    let known = known_ladders(&candidates, &groups);
    let mut reasons: HashMap<usize, &'static str> = HashMap::new();
    for group in groups.values() {
        let members: Vec<&Candidate> = group.iter().filter_map(|i| candidates.get(*i)).collect();
        if let Err(reason) = check(&members, &known) {
            reasons.extend(group.iter().map(|i| (*i, reason)));
        }
    }
    let mut settled = Settled { kept: Vec::new(), rejected: Vec::new() };
    for (i, candidate) in candidates.into_iter().enumerate() {
        match reasons.get(&i) {
            Some(reason) => settled.rejected.push((candidate.file, reason)),
            None => settled.kept.push(candidate),
        }
    }
    settled
}

/// Candidates of one price in one source, by index.
fn groups(candidates: &[Candidate]) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, Candidate { file, draft, .. }) in candidates.iter().enumerate() {
        let Draft { service, region, attributes, unit, option, rank, as_of, .. } = draft;
        let key = format!("{file} {rank} {as_of} {service} {region} {attributes:?} {unit} {option:?}");
        groups.entry(key).or_default().push(i);
    }
    groups
}

fn meter(draft: &Draft) -> Meter {
    (draft.service.clone(), draft.attributes.clone(), draft.unit.clone())
}

fn starts(members: &[&Candidate]) -> Vec<Decimal> {
    let mut starts: Vec<Decimal> = members.iter().map(|it| it.draft.tier_start.normalize()).collect();
    starts.sort();
    starts.dedup();
    starts
}

fn known_ladders(candidates: &[Candidate], groups: &BTreeMap<String, Vec<usize>>) -> Ladders {
    let mut known = Ladders::new();
    for group in groups.values() {
        let members: Vec<&Candidate> = group.iter().filter_map(|i| candidates.get(*i)).collect();
        if let Some(first) = members.first().filter(|it| it.file == REGIONS) {
            known.entry(meter(&first.draft)).or_default().insert(starts(&members));
        }
    }
    known
}

/// The one product whose published price is 0 because it is given away.
fn is_free_plan(draft: &Draft) -> bool {
    draft.attributes.get("productName").is_some_and(|it| it.starts_with("Azure App Service Free Plan"))
}

fn check(members: &[&Candidate], known: &Ladders) -> Result<(), &'static str> {
    let mut prices: BTreeMap<Decimal, Decimal> = BTreeMap::new();
    for Candidate { draft, .. } in members {
        if prices.insert(draft.tier_start, draft.price).is_some_and(|other| other != draft.price) {
            return Err("several prices under the same names");
        }
    }
    if prices.values().all(Decimal::is_zero) && !members.iter().any(|it| is_free_plan(&it.draft)) {
        return Err("price 0: not charged, or a placeholder");
    }
    let Some(first) = members.first() else { return Ok(()) };
    let starts = starts(members);
    let is_tiered = |ladders: &HashSet<Vec<Decimal>>| ladders.iter().any(|it| it.len() > 1);
    match known.get(&meter(&first.draft)) {
        Some(ladders) if !first.tier_stated && is_tiered(ladders) => {
            Err("the tier of a tiered meter is not stated")
        }
        Some(ladders) if !ladders.contains(&starts) => Err("tiers are left out"),
        _ if starts.first().is_none_or(|it| !it.is_zero()) => Err("the first tier is left out"),
        _ => Ok(()),
    }
}

#[cfg(test)]
pub mod tests {
    use catalog::{Provider, PurchaseOption};
    use rust_decimal::Decimal;

    use super::super::{ROWS, meters};
    use super::{Candidate, Draft, REGIONS, settle};

    /// The price of storing a gigabyte in the hot tier of a product.
    pub fn draft(region: &str, product: &str, tier: i64, cents: i64) -> Draft {
        Draft {
            provider: Provider::Azure,
            service: "Storage".to_owned(),
            region: region.to_owned(),
            sku: None,
            attributes: meters::attributes(product, "Hot LRS", "Hot LRS Data Stored"),
            unit: "1 GB/Month".to_owned(),
            tier_start: Decimal::from(tier),
            tier_end: None,
            option: PurchaseOption::OnDemand,
            price: Decimal::new(cents, 2),
            currency: "USD".to_owned(),
            effective: None,
            source: "test".to_owned(),
            as_of: "2026".to_owned(),
            rank: 0,
        }
    }

    fn candidate(file: &'static str, region: &str, tier: Option<i64>, cents: i64) -> Candidate {
        let draft = draft(region, "Blob Storage", tier.unwrap_or_default(), cents);
        Candidate { file, draft, tier_stated: tier.is_some() }
    }

    fn check(others: Vec<Candidate>, want: &[&str]) {
        let mut candidates =
            vec![candidate(REGIONS, "west", Some(0), 5), candidate(REGIONS, "west", Some(51200), 4)];
        candidates.extend(others);
        let settled = settle(candidates);
        let reasons: Vec<&str> = settled.rejected.into_iter().map(|(_, reason)| reason).collect();
        assert_eq!(reasons, want);
    }

    #[test]
    fn a_whole_ladder_stands() {
        check(vec![candidate(ROWS, "east", Some(0), 6), candidate(ROWS, "east", Some(51200), 5)], &[]);
    }

    #[test]
    fn a_part_of_a_ladder_does_not() {
        check(vec![candidate(ROWS, "east", Some(0), 6)], &["tiers are left out"]);
        check(vec![candidate(ROWS, "east", None, 6)], &["the tier of a tiered meter is not stated"]);
    }

    #[test]
    fn contradictions_fall_together() {
        let twice = "several prices under the same names";
        check(
            vec![candidate(ROWS, "east", Some(0), 6), candidate(ROWS, "east", Some(0), 7)],
            &[twice, twice],
        );
    }

    #[test]
    fn zero_is_no_price() {
        check(vec![candidate(ROWS, "east", Some(0), 0)], &["price 0: not charged, or a placeholder"]);
    }
}
