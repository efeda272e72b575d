//! Talks that are planned, under way, put off or broken off, among those who are party to the agreement or told beside it.

use std::collections::BTreeSet;

use truce_record::fold::Meeting;
use truce_record::id::RecordKind;

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row, count};
use crate::scene::{Part, Scene};

pub(super) fn measure(scene: &Scene<'_>, _: &Definition) -> Outcome {
    let reports: BTreeSet<_> = scene.reports.iter().collect();
    let mut meetings: Vec<Meeting> = scene
        .state
        .records(RecordKind::Talks)
        .filter_map(|(id, _)| scene.state.talks(id))
        .filter(|meeting| {
            let told_beside = meeting
                .statements
                .iter()
                .filter_map(|id| scene.state.statement(id))
                .any(|known| reports.contains(&known.statement.document));
            let theirs = meeting
                .attending
                .iter()
                .chain(&meeting.mediators)
                .any(|actor| scene.part_of(actor) != Part::Neither);
            let over = meeting.when.is_some_and(|when| scene.since.is_some_and(|since| when.latest < since));
            (told_beside || theirs) && !over
        })
        .collect();
    meetings.sort_by_key(|meeting| meeting.when.map(|when| when.earliest));
    let stage =
        |meeting: &Meeting| meeting.stages.last().map_or("unknown", |last| last.stage.as_str()).to_owned();
    let ahead = |meeting: &Meeting| {
        meeting.when.is_some_and(|when| when.latest >= scene.as_of)
            && !matches!(stage(meeting).as_str(), "collapsed" | "postponed")
    };
    let coming = meetings.iter().filter(|meeting| ahead(meeting)).count();
    let broken = meetings
        .iter()
        .filter(|meeting| matches!(stage(meeting).as_str(), "collapsed" | "postponed"))
        .count();
    let bearing = if coming > 0 && broken == 0 {
        Bearing::For
    } else if broken > 0 && coming == 0 {
        Bearing::Against
    } else if meetings.is_empty() {
        Bearing::Unknown
    } else {
        Bearing::Neither
    };
    let mut outcome = Outcome::new(
        bearing,
        format!(
            "{} on record since: {coming} ahead or under way, {broken} put off or broken off.",
            count(meetings.len(), "meeting")
        ),
    );
    for meeting in &meetings {
        let series = meeting.series.clone().unwrap_or_else(|| "talks".to_owned());
        let round = meeting.round.map_or_else(String::new, |round| format!(", round {round}"));
        let when = meeting.when.map_or_else(|| "no day told".to_owned(), |when| when.to_string());
        outcome.rows.push(Row::statements(
            format!("{series}{round}, {when}: {}", stage(meeting)),
            &meeting.statements,
        ));
    }
    outcome.evidence = meetings
        .iter()
        .rev()
        .filter_map(|meeting| Evidence::of_id(scene, meeting.statements.first()?))
        .collect();
    outcome
}
