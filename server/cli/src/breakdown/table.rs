//! The page as aligned text.

use super::page::{Amount, Line, Page, Section};

const HEADINGS: [&str; 4] = ["Name", "Monthly quantity", "Unit", "Monthly cost"];

/// Lays the page out.
pub fn text(page: &Page) -> String {
    let mut out: Vec<String> = page.sections.iter().map(section).collect();
    out.extend(page.total.iter().map(|total| format!("All projects  {total}\n")));
    out.join("\n")
}

/// Widths of the four columns, in letters.
struct Widths {
    name: usize,
    quantity: usize,
    unit: usize,
    cost: usize,
}

fn section(section: &Section) -> String {
    let widths = widths(&section.lines);
    let mut out = vec![format!("Project: {}", section.title)];
    if !section.lines.is_empty() {
        out.extend([String::new(), heading(&widths)]);
    }
    for line in &section.lines {
        if line.is_resource {
            out.push(String::new());
        }
        out.push(row(line, &widths));
    }
    out.extend([String::new(), format!("Total  {}", section.total)]);
    for (title, entries) in &section.lists {
        out.extend([String::new(), format!("{title}:")]);
        out.extend(entries.iter().map(|it| format!("  {it}")));
    }
    out.join("\n") + "\n"
}

fn widths(lines: &[Line]) -> Widths {
    let widest = |of: &dyn Fn(&Line) -> usize, least: &str| {
        lines.iter().map(of).max().unwrap_or(0).max(n_letters(least))
    };
    let [name, quantity, unit, cost] = HEADINGS;
    Widths {
        name: widest(&|it| n_letters(&it.branch) + n_letters(&it.name), name),
        quantity: widest(
            &|it| if let Amount::Quantity(quantity, _) = &it.amount { n_letters(quantity) } else { 0 },
            quantity,
        ),
        unit: widest(
            &|it| if let Amount::Quantity(_, unit) = &it.amount { n_letters(unit) } else { 0 },
            unit,
        ),
        cost: widest(&|it| n_letters(&it.cost), cost),
    }
}

fn heading(widths: &Widths) -> String {
    let [name, quantity, unit, cost] = HEADINGS;
    columns(name, quantity, unit, cost, widths)
}

fn row(line: &Line, widths: &Widths) -> String {
    let name = format!("{}{}", line.branch, line.name);
    match &line.amount {
        Amount::Nothing => columns(&name, "", "", &line.cost, widths),
        Amount::Quantity(quantity, unit) => columns(&name, quantity, unit, &line.cost, widths),
        Amount::Text(text) => {
            let room = widths.quantity + 2 + widths.unit + 2 + widths.cost;
            let free =
                room.saturating_sub(n_letters(text) + n_letters(&line.cost)).max(2 * line.cost.len().min(1));
            let gap = " ".repeat(free);
            format!("{}  {text}{gap}{}", padded(&name, widths.name), line.cost).trim_end().to_owned()
        }
    }
}

fn columns(name: &str, quantity: &str, unit: &str, cost: &str, widths: &Widths) -> String {
    let quantity_gap = " ".repeat(widths.quantity.saturating_sub(n_letters(quantity)));
    let cost_gap = " ".repeat(widths.cost.saturating_sub(n_letters(cost)));
    let (name, unit) = (padded(name, widths.name), padded(unit, widths.unit));
    format!("{name}  {quantity_gap}{quantity}  {unit}  {cost_gap}{cost}").trim_end().to_owned()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(n_letters(text))))
}

fn n_letters(text: &str) -> usize {
    text.chars().count()
}
