//! The page as one HTML file, without scripts or anything loaded from elsewhere.

use super::page::{Amount, Line, Page, Section};

const STYLE: &str = "body{font:14px system-ui,sans-serif;margin:2rem;color:#1f2328}\
table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left}\
.n{text-align:right;font-variant-numeric:tabular-nums}.r td{font-weight:600;border-top:1px solid #d1d9e0}\
.b{white-space:pre;color:#818b98}";

/// Lays the page out.
pub fn text(page: &Page) -> String {
    let sections: String = page.sections.iter().map(section).collect();
    let total =
        page.total.iter().map(|it| format!("<h2>All projects: {}</h2>\n", escaped(it))).collect::<String>();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Monthly cost</title>\n\
         <style>{STYLE}</style>\n{sections}{total}</html>\n"
    )
}

fn section(section: &Section) -> String {
    let rows: String = section.lines.iter().map(row).collect();
    let lists: String = section.lists.iter().map(list).collect();
    format!(
        "<h1>{}</h1>\n<p>Total: <strong>{}</strong></p>\n<table>\n<tr><th>Name<th class=\"n\">Monthly quantity\
         <th>Unit<th class=\"n\">Monthly cost</tr>\n{rows}</table>\n{lists}",
        escaped(&section.title),
        escaped(&section.total)
    )
}

fn list((title, entries): &(String, Vec<String>)) -> String {
    let entries: String = entries.iter().map(|it| format!("<li>{}\n", escaped(it))).collect();
    format!("<h2>{title}</h2>\n<ul>\n{entries}</ul>\n")
}

fn row(line: &Line) -> String {
    let class = if line.is_resource { " class=\"r\"" } else { "" };
    let (branch, name, cost) = (&line.branch, escaped(&line.name), escaped(&line.cost));
    let amount = match &line.amount {
        Amount::Nothing => "<td><td>".to_owned(),
        Amount::Quantity(quantity, unit) => format!("<td class=\"n\">{quantity}<td>{}", escaped(unit)),
        Amount::Text(text) => format!("<td colspan=\"2\">{}", escaped(text)),
    };
    format!("<tr{class}><td><span class=\"b\">{branch}</span>{name}{amount}<td class=\"n\">{cost}</tr>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
