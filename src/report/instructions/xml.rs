//! Instructions as job orders of B2MML, the XML form of ISA-95 (IEC 62264) part 4, in the order of its schema's version 0701: one
//! `WorkRequest` for each work order, in it a `JobOrder` for each machine. Unused and replaced instructions are none that anybody carries out, and are
//! left out.

use std::collections::BTreeMap;

use super::{Instructions, Record, Status, date_time};
use crate::units::Date;

const NAMESPACE: &str = "http://www.mesa.org/xml/B2MML";
const COURTESY: &str =
    "The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International.";

/// The work schedule of a run.
pub fn xml(start: Date, own: &Instructions) -> String {
    let mut xml = Xml { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), depth: 0 };
    xml.text.push_str(&format!("<!-- {COURTESY} -->\n<WorkSchedule xmlns=\"{NAMESPACE}\">\n"));
    xml.depth = 1;
    xml.leaf("ID", &format!("{}/{}/{}/{}", own.scenario, own.surge, own.option, own.replication));
    xml.leaf("WorkType", "Production");
    let mut all: Vec<&Record> = own.instructions.iter().filter(|record| is_carried_out(record)).collect();
    // Whoever has altered a file may have mixed factories; each keeps the place of its first instruction.
    let mut factories: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, record) in all.iter().enumerate() {
        factories.entry(&record.factory).or_insert(place);
    }
    all.sort_by_key(|record| (factories.get(record.factory.as_str()).copied(), record.work_order));
    for request in all.chunk_by(|a, b| (&a.factory, a.work_order) == (&b.factory, b.work_order)) {
        work_request(&mut xml, start, request);
    }
    xml.text.push_str("</WorkSchedule>\n");
    xml.text
}

fn is_carried_out(record: &Record) -> bool {
    matches!(record.status, Status::Valid | Status::WrongUnseen)
}

fn work_request(xml: &mut Xml, start: Date, orders: &[&Record]) {
    let Some(first) = orders.first() else { return };
    xml.within("WorkRequest", |xml| {
        xml.leaf("ID", &format!("{}/{}", first.factory, first.work_order));
        xml.leaf("WorkType", "Production");
        xml.leaf("StartTime", &date_time(start, first.not_before_s));
        if let Some(due) = first.due_s {
            xml.leaf("EndTime", &date_time(start, due));
        }
        orders.iter().for_each(|record| job_order(xml, start, record));
    });
}

fn job_order(xml: &mut Xml, start: Date, record: &Record) {
    xml.within("JobOrder", |xml| {
        xml.leaf("ID", &record.id);
        xml.leaf("StartTime", &date_time(start, record.effective_s));
        if let Some(due) = record.due_s {
            xml.leaf("EndTime", &date_time(start, due));
        }
        xml.leaf("WorkType", "Production");
        xml.leaf("WorkMasterID", &format!("{}/{}", record.product, record.operation));
        xml.leaf("Command", "Start");
        if let Some(setting) = &record.setting {
            parameter(xml, "Setting", setting, "string");
            parameter(xml, "SetupNeeded", if record.setup { "true" } else { "false" }, "boolean");
        }
        parameter(xml, "Lots", &record.lots.to_string(), "integer");
        for (number, crew) in (1..).zip(&record.crew) {
            xml.within("PersonnelRequirement", |xml| {
                xml.leaf("ID", &format!("{}/crew/{number}", record.id));
                crew.pools.iter().for_each(|pool| xml.leaf("PersonnelClassID", pool));
                quantity(xml, &crew.workers.to_string(), "worker");
            });
        }
        xml.within("EquipmentRequirement", |xml| {
            xml.leaf("ID", &format!("{}/machine", record.id));
            let machine = record.machine.map_or(String::new(), |machine| format!("/{machine}"));
            xml.leaf("EquipmentID", &format!("{}/{}{machine}", record.factory, record.station));
        });
        xml.within("MaterialRequirement", |xml| {
            xml.leaf("ID", &format!("{}/product", record.id));
            xml.leaf("MaterialDefinitionID", &record.product);
            xml.leaf("MaterialUse", "Produced");
            quantity(xml, &record.units.to_string(), &record.unit);
        });
    });
}

fn parameter(xml: &mut Xml, id: &str, value: &str, kind: &str) {
    xml.within("JobOrderParameter", |xml| {
        xml.leaf("ID", id);
        xml.within("Value", |xml| {
            xml.leaf("ValueString", value);
            xml.leaf("DataType", kind);
        });
    });
}

fn quantity(xml: &mut Xml, amount: &str, unit: &str) {
    xml.within("Quantity", |xml| {
        xml.leaf("QuantityString", amount);
        xml.leaf("DataType", "decimal");
        xml.leaf("UnitOfMeasure", unit);
    });
}

/// A document that grows line by line, indented by its depth.
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element with text in it.
    fn leaf(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    /// An element with elements in it.
    fn within(&mut self, name: &str, fill: impl FnOnce(&mut Xml)) {
        self.line(&format!("<{name}>"));
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }
}

/// Text as XML 1.0 has it; characters that it cannot hold at all become a replacement character.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_escaped() {
        assert_eq!(super::escaped("a<b> & \"c\"\u{1}\n"), "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd} ");
    }
}
