//! `counterfoil invoices`: the list, and one invoice in full.

use app::shelf::Shelf;
use serde_json::Value;

use crate::args::{Cli, InvoiceAction};
use crate::output::print;

/// Lists the invoices, or shows those of a number.
pub(crate) fn run(cli: &Cli, action: Option<&InvoiceAction>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    match action {
        Some(InvoiceAction::Show { number }) => {
            let document = shelf.invoice(number)?;
            print(cli, &document, || each(&document).flat_map(whole).collect())?;
        }
        None => {
            let document = shelf.invoices()?;
            print(cli, &document, || each(&document).map(line).collect())?;
        }
    }
    Ok(0)
}

fn each(document: &Value) -> impl Iterator<Item = &Value> {
    document["invoices"].as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

fn line(invoice: &Value) -> String {
    let failed = invoice["checks"]["failed"].as_array().map_or(0, Vec::len);
    let checks = if failed == 0 {
        "checks hold".to_owned()
    } else {
        format!("{failed} checks fail")
    };
    let kind = if invoice["kind"] == "credit-note" {
        "credit note "
    } else {
        ""
    };
    format!(
        "{}  {}  {kind}{}  due {}  net {}  tax {}  payable {} {}  {checks}",
        text(&invoice["issue_date"]),
        text(&invoice["issuer"]),
        text(&invoice["number"]),
        text(&invoice["due_date"]),
        text(&invoice["total_without_tax"]),
        text(&invoice["tax_total"]),
        text(&invoice["payable"]),
        text(&invoice["currency"]),
    )
}

fn whole(invoice: &Value) -> Vec<String> {
    let facts = &invoice["invoice"];
    let array = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let mut lines = vec![line(invoice)];
    lines.extend(array(&facts["lines"]).iter().map(|line| {
        let base = line["base_quantity"].as_str().filter(|base| *base != "1");
        let per = base.map(|base| format!(" per {base}")).unwrap_or_default();
        format!(
            "  {}  {}  {} × {}{per} = {}",
            text(&line["id"]),
            text(&line["description"]),
            text(&line["quantity"]),
            text(&line["unit_price"]),
            text(&line["net"])
        )
    }));
    lines.extend(array(&facts["tax_breakdown"]).iter().map(|tax| {
        format!(
            "  tax {} {} % of {}: {}",
            text(&tax["category"]),
            text(&tax["rate"]),
            text(&tax["basis"]),
            text(&tax["amount"])
        )
    }));
    lines.extend(array(&facts["rules"]).iter().map(|rule| {
        let mark = if rule["ok"] == true { "holds" } else { "FAILS" };
        format!("  {mark} {}: {}", text(&rule["rule"]), text(&rule["what"]))
    }));
    lines.extend(array(&invoice["bills"]).iter().map(|bill| {
        format!(
            "  bills {} of {} ({} charges by {}): difference {}, {}",
            text(&bill["billed"]),
            text(&bill["provider"]),
            bill["rows"],
            text(&bill["by"]),
            text(&bill["difference"]),
            if bill["agrees"] == true {
                "agrees"
            } else {
                "differs"
            }
        )
    }));
    lines
}
