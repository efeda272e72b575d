//! Tellings of meetings in, each meeting once out.
//! Two tellings are one where nothing that they say parts them.

use super::Meeting;
use crate::statement::context::Context;
use crate::statement::kinds::{Name, Talks};
use crate::statement::wording::push;

/// Joins a telling to the meeting that was told before, or adds it.
pub(super) fn merge(context: &Context<'_>, meetings: &mut Vec<Meeting>, meeting: Meeting) {
    let same_place = |one: &[Name], other: &[Name]| {
        one.is_empty()
            || other.is_empty()
            || one.iter().any(|one| other.iter().any(|other| one.name == other.name))
    };
    let fits = |known: &Meeting| {
        let (one, other) = (&known.talks, &meeting.talks);
        let round = one.round.is_none() || other.round.is_none() || one.round == other.round;
        let when = match (&one.when, &other.when) {
            (Some(one), Some(other)) => {
                meeting.ends && one.len() == other.len() && one < other
                    || one == other
                    || one.contains(other.as_str())
                    || other.contains(one.as_str())
            }
            _ => true,
        };
        let ahead = known.ahead == meeting.ahead || one.when.is_none() || other.when.is_none();
        let stands = (one.status == "planned") == (other.status == "planned")
            || meeting.definite && !meeting.further
            || one.status == "under-way"
                && !meeting.further
                && other.place.is_empty()
                && other.when.is_none();
        let bare = other.place.is_empty() && other.when.is_none() && other.round.is_none();
        // Two tellings of one day with one place between them.
        let day = one.when.is_some()
            && one.when == other.when
            && one.place.is_empty() != other.place.is_empty()
            && one.status != "planned";
        known.others == meeting.others
            && round
            && when
            && ahead
            && stands
            && same_place(&one.place, &other.place)
            && (!meeting.further || bare && other.attending.is_empty() || day)
    };
    if let Some(known) = meetings.iter_mut().rev().find(|known| fits(known)) {
        let richer = |one: &Talks| {
            usize::from(!one.place.is_empty()) * 2
                + usize::from(one.when.is_some()) * 2
                + usize::from(one.round.is_some()) * 2
                + one.attending.len().min(2)
        };
        if richer(&meeting.talks) > richer(&known.talks) {
            known.words = meeting.words;
        }
        let talks = &mut known.talks;
        talks.round = talks.round.or(meeting.talks.round);
        talks.when = match (talks.when.take(), meeting.talks.when) {
            (Some(first), Some(last)) if meeting.ends && first.len() == last.len() && first < last => {
                Some(format!("{first}/{last}"))
            }
            (None, Some(last)) if meeting.ends && talks.status == "under-way" => {
                let today = context.document.date.map(|date| date.day.to_string());
                Some(match today {
                    Some(today) if today.len() == last.len() && today < last => format!("{today}/{last}"),
                    _ => last,
                })
            }
            (known, new) => known.or(new),
        };
        if talks.place.is_empty() {
            talks.place = meeting.talks.place;
        }
        for (into, from) in [
            (&mut talks.attending, meeting.talks.attending),
            (&mut talks.absent, meeting.talks.absent),
            (&mut talks.mediators, meeting.talks.mediators),
        ] {
            from.into_iter().for_each(|name| push(into, name));
        }
        let now = meeting.talks.status == "under-way" && talks.status == "concluded";
        if now || matches!(meeting.talks.status, "collapsed" | "postponed") {
            talks.status = meeting.talks.status;
        }
        return;
    }
    meetings.push(meeting);
}
