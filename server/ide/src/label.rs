//! What a hint says: `$32.85/mo`, `~$70.08/mo + usage`, `×3 $210.24/mo`, `? (no price in eu-south-2)`.
//! Something unknown is never written as an amount.

use findings::display;
use pricing::{Component, Estimate, Outcome, Quantity, Unpriced};
use rust_decimal::Decimal;

/// Longest reason written into a hint, in letters; the hover has all of it.
const MAX_REASON: usize = 60;

/// Components to be summed up in one label.
pub(crate) struct Parts<'a> {
    pub(crate) components: Vec<&'a Component>,
    pub(crate) count: Count,
    pub(crate) assumed: bool,
}

/// How many instances stand behind one place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    Known(usize),
    Unknown,
}

impl Count {
    pub(crate) fn of<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> Self {
        let mut n = 0;
        for estimate in estimates {
            if estimate.resource.unknown_count.is_some() {
                return Self::Unknown;
            }
            n += 1;
        }
        Self::Known(n)
    }

    /// `×3 `, `× ? `, or nothing for one.
    pub(crate) fn prefix(self) -> String {
        match self {
            Self::Unknown => "× ? ".to_owned(),
            Self::Known(n) if n > 1 => format!("×{n} "),
            Self::Known(_) => String::new(),
        }
    }
}

impl<'a> Parts<'a> {
    /// Everything that instances of one block cost.
    pub(crate) fn of_block(estimates: &[&'a Estimate]) -> Self {
        Self {
            components: estimates.iter().flat_map(|it| it.all_components()).collect(),
            count: Count::of(estimates.iter().copied()),
            assumed: estimates.iter().any(|it| it.assumptions.iter().any(|it| it.uncertain)),
        }
    }

    /// The label.
    pub(crate) fn label(&self, currency: &str) -> String {
        format!("{}{}", self.count.prefix(), self.amount(currency))
    }

    /// What is known of the sum a month; `None` when nothing is.
    pub(crate) fn monthly(&self) -> Option<Decimal> {
        let known: Vec<Decimal> = self.components.iter().filter_map(|it| it.monthly()).collect();
        match (known.is_empty(), self.components.is_empty()) {
            (false, _) | (true, true) => Some(known.into_iter().sum()),
            (true, false) => None,
        }
    }

    /// Whether price and quantity of every part are known.
    pub(crate) fn is_fully_known(&self) -> bool {
        self.count != Count::Unknown && self.components.iter().all(|it| it.monthly().is_some())
    }

    fn amount(&self, currency: &str) -> String {
        let reasons: Vec<&str> = self.components.iter().filter_map(|it| reason(it)).collect();
        let assumed = if self.assumed { "~" } else { "" };
        match (self.monthly(), reasons.first()) {
            (None, Some(reason)) => format!("? ({})", shortened(reason)),
            (None, None) => format!("{assumed}{}", self.rates(currency)),
            (Some(monthly), None) => {
                format!("{assumed}{}{}", display::monthly(monthly, currency), self.usage(currency))
            }
            (Some(monthly), Some(_)) => format!(
                "≥ {assumed}{}{} ({} unpriced)",
                display::monthly(monthly, currency),
                self.usage(currency),
                reasons.len()
            ),
        }
    }

    /// Behind an amount: ` + $0.045/GB` for one kind of usage, ` + usage` for several.
    fn usage(&self, currency: &str) -> String {
        match self.usage_rates(currency).as_slice() {
            [] => String::new(),
            [rate] => format!(" + {rate}"),
            [..] => " + usage".to_owned(),
        }
    }

    /// Where nothing else is known: the first rate, and that there are more.
    fn rates(&self, currency: &str) -> String {
        match self.usage_rates(currency).as_slice() {
            [] => "usage".to_owned(),
            [rate] => rate.clone(),
            [rate, ..] => format!("{rate} + usage"),
        }
    }

    /// Rates of the parts that need usage, without repeats.
    fn usage_rates(&self, currency: &str) -> Vec<String> {
        let mut rates: Vec<(&str, String)> = Vec::new();
        for component in &self.components {
            if let (Quantity::NeedsUsage, Ok(price)) = (&component.quantity, &component.price) {
                let rate = (&*component.name, display::rate(price.amount, &component.unit, currency));
                if !rates.contains(&rate) {
                    rates.push(rate);
                }
            }
        }
        rates.into_iter().map(|(_, rate)| rate).collect()
    }
}

/// Why a component has no monthly cost, when that is not for want of usage.
pub(crate) fn reason(component: &Component) -> Option<&str> {
    match (&component.price, &component.quantity) {
        (Err(Unpriced { reason, .. }), _) | (Ok(_), Quantity::Unknown(reason)) => Some(reason),
        (Ok(_), Quantity::Known(_) | Quantity::NeedsUsage) => None,
    }
}

/// The label of a block; `None` where there is nothing to say: free, or not created.
pub(crate) fn block_label(estimates: &[&Estimate], currency: &str) -> Option<String> {
    let charged: Vec<&Estimate> =
        estimates.iter().copied().filter(|it| it.outcome == Outcome::Mapped).collect();
    if !charged.is_empty() {
        return Some(Parts::of_block(&charged).label(currency));
    }
    estimates.iter().any(|it| it.outcome == Outcome::Unsupported).then(|| "? (not supported)".to_owned())
}

/// The reason without its advice, which stands behind a semicolon, and not longer than a line bears.
fn shortened(reason: &str) -> String {
    let reason = reason.split(';').next().unwrap_or(reason);
    match reason.char_indices().nth(MAX_REASON) {
        Some((end, _)) => format!("{}…", reason.get(..end).unwrap_or_default().trim_end()),
        None => reason.to_owned(),
    }
}
