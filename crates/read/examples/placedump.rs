use truce_lexicon::Lexicon;
use truce_read::mention::{names, places};
use truce_read::{capture, document, grammar};
fn main() {
    let lexicon = Lexicon::embedded();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let decoded = capture::decode(&bytes);
        let document = document::extract(&decoded, &lexicon.tables.sources);
        let grammar = grammar::tokenise(&document);
        let runs = names::find(&grammar, &lexicon);
        let start = std::time::Instant::now();
        let mentions = places::find(&grammar, &runs, &lexicon);
        let mid = start.elapsed();
        let hints = places::countries(&runs, &lexicon);
        let readings = places::resolve(&mentions, &hints, &lexicon);
        println!("== {path} {} tokens {:?} {:?} {:?}", grammar.tokens.len(), mid, start.elapsed(), &hints[..hints.len().min(4)]);
        for (m, r) in mentions.iter().zip(&readings) {
            if m.rule == "place/demonym" { continue; }
            println!("  {:28} {:22} {:2} {:?} {:?} p{} {:.2} s{:.2} {} {:?}{}", m.name, r.name, r.country, r.kind.map(|k| format!("{k:?}")).unwrap_or_default(), r.point.map(|p| ((p.0*100.0).round()/100.0, (p.1*100.0).round()/100.0)), r.precision, m.score, r.score, m.rule, m.relation, if m.associated {" ASSOC"} else {""});
        }
    }
}
