//! Prints what each stage makes of a report: `cargo run -p truce-read --example dump -- FILE [WORDS]`.
//! With WORDS, only the sentences that hold them.

use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "-".to_owned());
    let wanted = arguments.next();
    let bytes = if path == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).expect("standard input can be read");
        bytes
    } else {
        std::fs::read(&path).expect("the file can be read")
    };
    let lexicon = Lexicon::embedded();
    let reading = Reader::new(&lexicon).read(&bytes, &Options::default());
    let text = &reading.document.text;
    println!(
        "{:?} {:?} readable {}",
        reading.document.genre, reading.document.date, reading.document.readable
    );
    println!("issuer {:?}", reading.document.issuer.map(|run| run.of(text)));
    for sentence in &reading.grammar.sentences {
        let words = reading.grammar.text(sentence.start, sentence.end);
        if wanted.as_ref().is_some_and(|wanted| !words.contains(wanted.as_str())) {
            continue;
        }
        println!("\n# {:?} {words}", reading.document.blocks[sentence.block as usize].kind);
        for token in sentence.start..sentence.end {
            let word = &reading.grammar.tokens[token as usize];
            let entity = reading.cast.of(token).map(|id| {
                let entity = reading.cast.get(id);
                format!(
                    "{} [{:?} {}]{}",
                    entity.name,
                    entity.kind,
                    entity.rule,
                    entity.body.map_or(String::new(), |body| format!(" of {}", reading.cast.get(body).name))
                )
            });
            println!(
                "{:4} {:20} {:15} {:?}/{:5} {:12} <- {:4} {}",
                token,
                word.form,
                word.lemma,
                word.upos,
                word.xpos,
                word.deprel,
                word.head,
                entity.unwrap_or_default()
            );
        }
        let run = reading.grammar.span(sentence.start, sentence.end);
        for statement in reading.statements.iter().filter(|statement| run.overlaps(statement.anchor)) {
            println!("=> {:?}\n   {:?} {:?}", statement.anchor.of(text), statement.content, statement.rules);
        }
    }
}
