//! The page as Markdown, for pull requests.

use super::page::{Amount, Line, Page, Section};

/// Lays the page out.
pub fn text(page: &Page) -> String {
    let mut out: Vec<String> = page.sections.iter().map(section).collect();
    out.extend(page.total.iter().map(|total| format!("**All projects: {total}**\n")));
    out.join("\n")
}

fn section(section: &Section) -> String {
    let mut out = vec![format!("## {}: {}", escaped(&section.title), escaped(&section.total)), String::new()];
    if !section.lines.is_empty() {
        out.push("| Name | Monthly quantity | Unit | Monthly cost |".to_owned());
        out.push("|---|--:|---|--:|".to_owned());
        out.extend(section.lines.iter().map(row));
    }
    for (title, entries) in &section.lists {
        out.extend([String::new(), format!("**{title}**"), String::new()]);
        out.extend(entries.iter().map(|it| format!("- {}", escaped(it))));
    }
    out.join("\n") + "\n"
}

fn row(line: &Line) -> String {
    let name = match line.is_resource {
        true => format!("**{}**", escaped(&line.name)),
        false => format!("{}{}", line.branch.replace(' ', "&nbsp;"), escaped(&line.name)),
    };
    let (quantity, unit) = match &line.amount {
        Amount::Nothing => (String::new(), String::new()),
        Amount::Quantity(quantity, unit) => (quantity.clone(), escaped(unit)),
        Amount::Text(text) => (String::new(), escaped(text)),
    };
    format!("| {name} | {quantity} | {unit} | {} |", escaped(&line.cost))
}

/// Keeps names from being read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '~') {
            out.push('\\');
        }
        out.push(if matches!(letter, '\n' | '\r') { ' ' } else { letter });
    }
    out
}
