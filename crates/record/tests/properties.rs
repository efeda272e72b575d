//! What holds of every ledger, whatever happened to it.

mod town;

use proptest::prelude::*;
use town::{DOCUMENTS, Happening, body, draft, intake, judged, shown};
use truce_record::State;
use truce_record::entry::{Body, Draft, Entry, Head, Undone, Verdict};
use truce_record::fold::{Replay, replay};
use truce_record::log::{Ledger as _, Original, Register, SqliteLedger, verify};

/// Chains bodies into entries.
fn entries(bodies: impl IntoIterator<Item = Body>) -> Vec<Entry> {
    let mut head = Head::EMPTY;
    let chain = |(at, body)| {
        let entry = Entry::chain(&head, draft(at as u64, body));
        head = entry.head();
        entry
    };
    bodies.into_iter().enumerate().map(chain).collect()
}

/// The documents first, then whatever happens.
fn story(happenings: &[Happening]) -> Vec<Body> {
    let mut bodies: Vec<Body> = (0..DOCUMENTS).flat_map(intake).collect();
    for happening in happenings {
        bodies.push(body(*happening, bodies.len() as u64 + 1));
    }
    bodies
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    proptest::collection::vec(any::<Happening>(), 0..60)
}

/// A ledger in memory to which every body was appended that means something.
fn register(bodies: &[Body]) -> Register<SqliteLedger> {
    let mut register = Register::open(SqliteLedger::in_memory().expect("memory")).expect("a ledger");
    let texts: Vec<String> = (0..DOCUMENTS).map(town::text).collect();
    for (at, one) in bodies.iter().enumerate() {
        let one = draft(at as u64, one.clone());
        if register.state().check(&one.by, &one.body).is_err() {
            continue;
        }
        let originals: Vec<Original<'_>> = match &one.body {
            Body::DocumentAdded(added) => texts
                .iter()
                .filter(|text| truce_record::id::Sha256Hash::of(text.as_bytes()) == added.sha256)
                .map(|text| Original { sha256: added.sha256, bytes: text.as_bytes() })
                .collect(),
            _ => Vec::new(),
        };
        let mut drafts = |_: &State| Ok(vec![one.clone()]);
        register.append_with(&originals, &mut drafts, &mut |_| Ok(Vec::<Draft>::new())).expect("appended");
    }
    register
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_prefix_and_the_rest_are_the_whole(happenings in happenings(), cut in 0usize..80) {
        let entries = entries(story(&happenings));
        let whole = replay(entries.clone());
        let cut = cut.min(entries.len());
        let mut parts = replay(entries[..cut].to_vec());
        for entry in &entries[cut..] {
            parts.apply(entry.clone());
        }
        prop_assert_eq!(&parts, &whole, "one by one");
        let mut parts = Replay::of(replay(entries[..cut].to_vec()));
        entries[cut..].iter().cloned().for_each(|entry| parts.apply(entry));
        prop_assert_eq!(parts.finish(), whole, "many at once");
    }

    #[test]
    fn undoing_what_happened_last_leaves_no_trace(happenings in happenings(), last in any::<Happening>()) {
        let mut bodies = story(&happenings);
        let before = replay(entries(bodies.clone()));
        // What was read is kept for good.
        prop_assume!(!matches!(body(last, bodies.len() as u64 + 1), Body::ReadingAdded(_)));
        bodies.push(body(last, bodies.len() as u64 + 1));
        let number = bodies.len() as u64;
        bodies.push(judged(Verdict::Undone(Undone { entry: number })));
        let after = replay(entries(bodies.clone()));
        prop_assert_eq!(shown(&after), shown(&before));
        bodies.pop();
        let once = replay(entries(bodies.clone()));
        bodies.push(judged(Verdict::Undone(Undone { entry: number })));
        bodies.push(judged(Verdict::Undone(Undone { entry: number + 1 })));
        prop_assert_eq!(shown(&replay(entries(bodies))), shown(&once), "undoing the undoing brings it back");
    }

    #[test]
    fn bodies_are_read_back_as_they_were_written(happening in any::<Happening>()) {
        for body in [body(happening, 9)].into_iter().chain(intake(usize::from(happening.1) % DOCUMENTS)) {
            let bytes = body.canonical();
            let read: Body = serde_json::from_slice(&bytes).expect("a body");
            prop_assert_eq!(&read, &body);
            prop_assert_eq!(read.canonical(), bytes);
        }
    }
}

proptest! {
    // Each of these writes a ledger of many transactions.
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_as_touched_is_all_that_changed(happenings in happenings()) {
        // Tables are written from what was touched; built anew, they are the same.
        let mut register = register(&story(&happenings));
        let before = register.ledger().digest().expect("a digest");
        register.ledger().check_words().expect("the index of words fits");
        register.rebuild().expect("rebuilt");
        prop_assert_eq!(register.ledger().digest().expect("a digest"), before);
    }

    #[test]
    fn every_ledger_verifies(happenings in happenings()) {
        let story = story(&happenings);
        let register = register(&story);
        let verified = verify(register.ledger()).expect("readable").expect("as it was written");
        prop_assert_eq!(&verified.state, register.state());
        let read = story.iter().map(|body| match body {
            Body::ReadingAdded(reading) => reading.statements.len(),
            _ => 0,
        });
        prop_assert_eq!(verified.anchors, read.sum::<usize>() as u64);
    }
}
