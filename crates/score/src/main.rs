//! Is it right, is it fast: runs over gold sets.
fn main() {}
