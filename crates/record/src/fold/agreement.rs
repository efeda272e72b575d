//! A record's statements in; the agreement, talks or zone they amount to out. Computed whenever it is asked for.

use jiff::civil::Date;

use super::incident::{agreed_when, gather, gather_places, most};
use super::{Document, Record, Review, State};
use crate::entry::Change;
use crate::id::{DocumentId, RecordId, StatementId, Target};
use crate::statement::{Actor, Content, Place, Statement, Term, When};

/// A state of an agreement or of talks, as one document has it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageAt {
    /// `agreed`, `in-effect`, `violated`, ...; of talks `planned`, `under-way`, ...
    pub stage: String,
    /// The day of the document.
    pub as_of: Option<Date>,
    /// The document.
    pub document: DocumentId,
    /// The statement.
    pub statement: StatementId,
}

/// An incident that breaks a term, as a person says.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The incident.
    pub incident: RecordId,
    /// The statement of the term.
    pub term: StatementId,
}

/// A ceasefire, accord or deal, as far as documents tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Accord {
    /// Its id.
    pub id: RecordId,
    /// Its type.
    pub kind: String,
    /// The name most documents give.
    pub name: Option<String>,
    /// Parties that any document names.
    pub parties: Vec<Actor>,
    /// Mediators, guarantors, hosts.
    pub brokers: Vec<Actor>,
    /// Its scope.
    pub places: Vec<Place>,
    /// When it was concluded or took effect.
    pub when: Option<When>,
    /// Its end.
    pub until: Option<When>,
    /// Its states in order of the documents' days.
    pub stages: Vec<StageAt>,
    /// Its terms, each with its statement.
    pub terms: Vec<(StatementId, Term)>,
    /// Incidents that break its terms, as people say.
    pub violations: Vec<Violation>,
    /// All its statements that count.
    pub statements: Vec<StatementId>,
    /// A state that a person set.
    pub stage_set: Option<String>,
    /// Whether a person accepted or rejected it.
    pub review: Option<Review>,
}

/// A meeting or round, as far as documents tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Its id.
    pub id: RecordId,
    /// Name of the series.
    pub series: Option<String>,
    /// Number of the round.
    pub round: Option<u32>,
    /// When.
    pub when: Option<When>,
    /// Where.
    pub places: Vec<Place>,
    /// Those who take part.
    pub attending: Vec<Actor>,
    /// Those who stay away or left.
    pub absent: Vec<Actor>,
    /// Mediators.
    pub mediators: Vec<Actor>,
    /// Its states in order of the documents' days.
    pub stages: Vec<StageAt>,
    /// All its statements that count.
    pub statements: Vec<StatementId>,
    /// Whether a person accepted or rejected it.
    pub review: Option<Review>,
}

/// An area with a rule, as far as documents tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its id.
    pub id: RecordId,
    /// Its type.
    pub kind: String,
    /// The name most documents give.
    pub name: Option<String>,
    /// Where.
    pub places: Vec<Place>,
    /// Rules that documents give, each once.
    pub rules: Vec<String>,
    /// Its outline, of an imported zone.
    pub outline: Option<String>,
    /// All its statements that count.
    pub statements: Vec<StatementId>,
    /// Whether a person accepted or rejected it.
    pub review: Option<Review>,
}

impl State {
    fn parts(&self, id: &RecordId) -> Option<(RecordId, &Record, Vec<&Statement>)> {
        let id = self.resolve(id).clone();
        let record = self.record(&id)?;
        let statements: Vec<&Statement> =
            self.counted(record).into_iter().map(|(statement, _)| &**statement).collect();
        (!statements.is_empty()).then_some((id, record, statements))
    }

    fn stages<'a>(&self, told: impl IntoIterator<Item = (&'a Statement, &'a str)>) -> Vec<StageAt> {
        let mut stages: Vec<StageAt> = told
            .into_iter()
            .filter(|(_, stage)| !stage.is_empty())
            .map(|(statement, stage)| StageAt {
                stage: stage.to_owned(),
                as_of: self.document(&statement.document).and_then(Document::day),
                document: statement.document.clone(),
                statement: statement.id.clone(),
            })
            .collect();
        stages.sort_by_key(|stage| stage.as_of);
        stages
    }

    /// Returns what a record's statements amount to as an agreement; none if no statement of it counts.
    pub fn agreement(&self, id: &RecordId) -> Option<Accord> {
        let (id, record, statements) = self.parts(id)?;
        let told = || {
            statements.iter().filter_map(|statement| match &statement.content {
                Content::Agreement(agreement) => Some((*statement, agreement)),
                _ => None,
            })
        };
        let terms: Vec<(StatementId, Term)> = statements
            .iter()
            .filter_map(|statement| match &statement.content {
                Content::Term(term) => Some((statement.id.clone(), term.clone())),
                _ => None,
            })
            .collect();
        let mut violations: Vec<Violation> = terms
            .iter()
            .flat_map(|(term, _)| {
                self.breaking(term)
                    .map(|incident| Violation { incident: incident.clone(), term: term.clone() })
            })
            .collect();
        violations.sort_by(|one, other| (&one.incident, &one.term).cmp(&(&other.incident, &other.term)));
        let (mut parties, mut brokers) = (Vec::new(), Vec::new());
        for (_, agreement) in told() {
            gather(&mut parties, &agreement.parties);
            gather(&mut brokers, &agreement.brokers);
        }
        let mut accord = Accord {
            kind: most(told().map(|(_, one)| one.kind.clone())).unwrap_or_else(|| "other".to_owned()),
            name: most(told().filter_map(|(_, one)| one.name.clone())),
            parties,
            brokers,
            places: gather_places(told().map(|(statement, _)| statement)),
            when: agreed_when(told().filter_map(|(_, one)| one.when.as_ref())),
            until: agreed_when(told().filter_map(|(_, one)| one.until.as_ref())),
            stages: self.stages(told().map(|(statement, one)| (statement, one.stage.as_str()))),
            terms,
            violations,
            statements: statements.iter().map(|statement| statement.id.clone()).collect(),
            stage_set: None,
            review: self.review(&Target::Record(id.clone())).cloned(),
            id,
        };
        for (_, change) in record.corrections.values() {
            match change {
                Change::Act(kind) => accord.kind.clone_from(kind),
                Change::When(when) => accord.when = *when,
                Change::Place(places) => accord.places.clone_from(places),
                Change::Name(name) => accord.name = Some(name.clone()),
                Change::Stage(stage) => accord.stage_set = Some(stage.clone()),
            }
        }
        Some(accord)
    }

    /// Returns what a record's statements amount to as talks; none if no statement of it counts.
    pub fn talks(&self, id: &RecordId) -> Option<Meeting> {
        let (id, record, statements) = self.parts(id)?;
        let told = || {
            statements.iter().filter_map(|statement| match &statement.content {
                Content::Talks(talks) => Some((*statement, talks)),
                _ => None,
            })
        };
        let (mut attending, mut absent, mut mediators) = (Vec::new(), Vec::new(), Vec::new());
        for (_, talks) in told() {
            gather(&mut attending, &talks.attending);
            gather(&mut absent, &talks.absent);
            gather(&mut mediators, &talks.mediators);
        }
        let mut meeting = Meeting {
            series: most(told().filter_map(|(_, one)| one.series.clone())),
            round: most(told().filter_map(|(_, one)| one.round)),
            when: agreed_when(told().filter_map(|(_, one)| one.when.as_ref())),
            places: gather_places(told().map(|(statement, _)| statement)),
            attending,
            absent,
            mediators,
            stages: self.stages(told().map(|(statement, one)| (statement, one.status.as_str()))),
            statements: statements.iter().map(|statement| statement.id.clone()).collect(),
            review: self.review(&Target::Record(id.clone())).cloned(),
            id,
        };
        for (_, change) in record.corrections.values() {
            match change {
                Change::When(when) => meeting.when = *when,
                Change::Place(places) => meeting.places.clone_from(places),
                Change::Name(name) => meeting.series = Some(name.clone()),
                Change::Act(_) | Change::Stage(_) => {}
            }
        }
        Some(meeting)
    }

    /// Returns what a record's statements amount to as a zone; none if no statement of it counts.
    pub fn zone(&self, id: &RecordId) -> Option<Area> {
        let (id, record, statements) = self.parts(id)?;
        let told = || {
            statements.iter().filter_map(|statement| match &statement.content {
                Content::Zone(zone) => Some((*statement, zone)),
                _ => None,
            })
        };
        let mut rules: Vec<String> = Vec::new();
        for rule in told().filter_map(|(_, one)| one.rule.as_ref()) {
            if !rules.contains(rule) {
                rules.push(rule.clone());
            }
        }
        let mut area = Area {
            kind: most(told().map(|(_, one)| one.kind.clone())).unwrap_or_else(|| "other".to_owned()),
            name: most(told().filter_map(|(_, one)| one.name.clone())),
            places: gather_places(told().map(|(statement, _)| statement)),
            rules,
            outline: told().find_map(|(_, one)| one.outline.clone()),
            statements: statements.iter().map(|statement| statement.id.clone()).collect(),
            review: self.review(&Target::Record(id.clone())).cloned(),
            id,
        };
        for (_, change) in record.corrections.values() {
            match change {
                Change::Act(kind) => area.kind.clone_from(kind),
                Change::Place(places) => area.places.clone_from(places),
                Change::Name(name) => area.name = Some(name.clone()),
                Change::When(_) | Change::Stage(_) => {}
            }
        }
        Some(area)
    }
}
