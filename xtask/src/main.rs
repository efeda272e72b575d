//! Work on the project itself: training, checks of the house, generated files.
fn main() {}
