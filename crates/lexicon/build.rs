//! Packs `data/` into the blobs that the library embeds, through the same loader that `--lexicon` uses.
#[path = "src/load/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod load;

fn main() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/load");
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let packed = load::Tables::load(&data).and_then(|tables| tables.pack());
    match packed {
        Ok(bytes) => std::fs::write(out.join("tables.bin"), bytes).expect("OUT_DIR is writable"),
        Err(error) => {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    }
    match load::places::Gazetteer::load(&data).map(load::places::Gazetteer::into_bytes) {
        Ok(bytes) => std::fs::write(out.join("places.bin"), bytes).expect("OUT_DIR is writable"),
        Err(error) => {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    }
}
