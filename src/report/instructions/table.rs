//! Instructions as a table for spreadsheets.

use super::{Instructions, date_time};
use crate::report::tables::Csv;
use crate::units::Date;

const HEADER: &str = "id,factory,work_order,product,unit,work_order_units,step,operation,station,machine,lots,units,setting,setup,\
                      not_before,due,given,effective,crew,status,replaces";

/// One row for each instruction; times as date and time of day.
pub fn csv(start: Date, own: &Instructions) -> String {
    let mut csv = Csv::new(HEADER);
    let time = |seconds: f64| date_time(start, seconds);
    for record in &own.instructions {
        csv.text(&record.id);
        csv.text(&record.factory);
        csv.number(&record.work_order.to_string());
        csv.text(&record.product);
        csv.text(&record.unit);
        csv.number(&record.work_order_units.to_string());
        csv.number(&record.step.to_string());
        csv.text(&record.operation);
        csv.text(&record.station);
        csv.number(&record.machine.map_or(String::new(), |machine| machine.to_string()));
        csv.number(&record.lots.to_string());
        csv.number(&record.units.to_string());
        csv.text(record.setting.as_deref().unwrap_or_default());
        csv.number(if record.setup { "yes" } else { "no" });
        csv.number(&time(record.not_before_s));
        csv.number(&record.due_s.map_or(String::new(), time));
        csv.number(&time(record.given_s));
        csv.number(&time(record.effective_s));
        csv.text(&record.crew_words());
        csv.number(record.status.name());
        csv.text(record.replaces.as_deref().unwrap_or_default());
        csv.end_row();
    }
    csv.finish()
}
