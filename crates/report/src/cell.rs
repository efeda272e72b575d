//! Cells of tables that a spreadsheet will open.

use std::borrow::Cow;

/// Takes the sting from a cell that a spreadsheet would run as a formula: it gets a leading apostrophe.
///
/// Source: OWASP, CSV Injection. Signed numbers stay as they are: they are data.
///
/// ```
/// use truce_report::cell::harmless;
/// assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(harmless("-12.5"), "-12.5");
/// assert_eq!(harmless("12 killed"), "12 killed");
/// ```
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    // A tab or line break before the sign does not disarm it.
    let begins = cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r']);
    if begins && !number { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}
