//! What takes longer than a request: adding reports, importing, verifying. Kept in memory until the server ends.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Desk, Event};
use crate::problem::Problem;

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum JobState {
    Waiting,
    Running,
    Done,
    Failed,
}

/// A job.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What it does: `add`, `import`, `verify`.
    pub kind: &'static str,
    /// How it stands.
    pub state: JobState,
    /// What it is at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Parts that are done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<usize>,
    /// Parts in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
    /// What went wrong, with what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub result: Option<serde_json::Value>,
}

/// The jobs of this server, the latest kept.
#[derive(Debug, Default)]
pub struct Jobs {
    next: u64,
    jobs: BTreeMap<u64, Job>,
}

/// Jobs that are remembered.
const KEPT: usize = 200;

/// Jobs that may wait or run at once.
const OPEN: usize = 32;

impl Jobs {
    /// Returns a job.
    pub fn get(&self, id: &str) -> Option<&Job> {
        self.jobs.get(&number(id)?)
    }

    fn open(&mut self, kind: &'static str) -> Result<String, Problem> {
        let is_open = |job: &&Job| matches!(job.state, JobState::Waiting | JobState::Running);
        if self.jobs.values().filter(is_open).count() >= OPEN {
            return Err(Problem::too_many(
                format!("{OPEN} jobs are waiting already"),
                "wait until some are done: GET /api/v1/jobs/ID tells how they stand",
            ));
        }
        self.next += 1;
        let id = format!("job-{}", self.next);
        let job = Job {
            id: id.clone(),
            kind,
            state: JobState::Waiting,
            step: None,
            done: None,
            of: None,
            message: None,
            result: None,
        };
        self.jobs.insert(self.next, job);
        while self.jobs.len() > KEPT {
            let Some(oldest) = self.jobs.iter().find(|(_, job)| !is_open(job)).map(|(&at, _)| at) else {
                break;
            };
            self.jobs.remove(&oldest);
        }
        Ok(id)
    }
}

fn number(id: &str) -> Option<u64> {
    id.strip_prefix("job-")?.parse().ok()
}

/// Tells how a job gets on.
pub struct Progress<'a> {
    desk: &'a Desk,
    id: String,
}

impl Progress<'_> {
    /// Tells what the job is at.
    pub fn step(&self, step: &str, done: usize, of: usize) {
        self.change(|job| {
            job.state = JobState::Running;
            job.step = Some(step.to_owned());
            (job.done, job.of) = (Some(done), Some(of));
        });
    }

    fn change(&self, change: impl FnOnce(&mut Job)) {
        let told = {
            let mut jobs = self.desk.jobs();
            let job = number(&self.id).and_then(|number| jobs.jobs.get_mut(&number));
            job.map(|job| {
                change(job);
                job.clone()
            })
        };
        if let Some(job) = told {
            self.desk.tell(Event::Job(job));
        }
    }
}

impl Desk {
    /// Starts a job, and returns its id.
    ///
    /// # Errors
    ///
    /// If too many are waiting.
    pub fn start(
        &self,
        kind: &'static str,
        work: impl FnOnce(&Desk, &Progress<'_>) -> Result<serde_json::Value, Problem> + Send + 'static,
    ) -> Result<String, Problem> {
        let id = self.jobs().open(kind)?;
        let (desk, name) = (self.clone(), id.clone());
        tokio::task::spawn_blocking(move || {
            let progress = Progress { desk: &desk, id: name };
            progress.change(|job| job.state = JobState::Running);
            let work = std::panic::AssertUnwindSafe(|| work(&desk, &progress));
            let outcome = std::panic::catch_unwind(work).unwrap_or_else(|_| {
                Err(Problem::failed(
                    "the program met a case that it does not know",
                    "nothing of this was kept; please report what you did",
                ))
            });
            progress.change(|job| match outcome {
                Ok(result) => {
                    job.state = JobState::Done;
                    job.done = job.of;
                    job.result = Some(result);
                }
                Err(problem) => {
                    job.state = JobState::Failed;
                    job.message = Some(format!("{}\nhelp: {}", problem.detail, problem.help));
                }
            });
        });
        Ok(id)
    }
}
