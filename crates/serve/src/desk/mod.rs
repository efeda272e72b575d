//! The open ledger: its state in memory behind a lock, its tables behind as many readers as ask, and what is going on.
//! Every write goes through the register that the command line writes through.

mod beside;
mod events;
mod held;
mod jobs;
mod replies;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use truce_lexicon::Lexicon;
use truce_record::State;
use truce_record::entry::{Author, Head};
use truce_record::intake::Intake;
use truce_record::log::{Access, Ledger as _, LedgerError, Register, SqliteLedger};
use truce_record::taking::Taking;

pub use beside::{BesideLedger, Saved};
pub use events::{Event, HeadMoved};
pub use held::Held;
pub use jobs::{Job, JobState, Jobs, Progress};
pub use replies::{Remembered, Replies, Reply};

use crate::answer::Prepared;
use crate::problem::Problem;

/// How a ledger is opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its file; made by the first thing that is added.
    pub path: PathBuf,
    /// Who judges, where a request names nobody.
    pub by: Option<String>,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// Name and version of the program.
    pub program: String,
    /// The file of the secret key that checkpoints are signed with.
    pub key: Option<PathBuf>,
}

/// What every request is answered from. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    opened: Opened,
    register: RwLock<Register<Held>>,
    readers: Mutex<Vec<SqliteLedger>>,
    lexicon: &'static Lexicon,
    intake: OnceLock<Intake<'static>>,
    taking: Mutex<Taking<'static>>,
    prepared: Mutex<Prepared>,
    preparing: Mutex<()>,
    assessing: Mutex<()>,
    jobs: Mutex<Jobs>,
    replies: Mutex<Replies>,
    events: tokio::sync::broadcast::Sender<Event>,
    closing: tokio::sync::watch::Sender<bool>,
    beside: Mutex<BesideLedger>,
    rejected: Mutex<std::collections::BTreeMap<String, Rejects>>,
}

/// Rows of an imported file, and those that were rejected; none where it cannot be read again.
pub type Rejects = Option<(usize, Vec<crate::answer::RejectedRow>)>;

/// The ledger at one moment.
pub struct View<'a> {
    /// What its entries amount to.
    pub state: &'a State,
    /// Its tables.
    pub tables: &'a SqliteLedger,
    /// The lexicon.
    pub lexicon: &'static Lexicon,
    /// The time.
    pub now: Timestamp,
}

/// Events that wait for a listener who is slow; it then asks for everything again.
const WAITING: usize = 256;

/// Returns the lexicon that the program carries. It is loaded once.
fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::embedded)
}

/// Returns what a lock guards, also after somebody who held it panicked: what is guarded is whole at every moment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the time, in whole milliseconds.
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

impl Desk {
    /// Opens a ledger.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or its tables must be built and may not be written.
    pub fn open(opened: Opened) -> Result<Self, LedgerError> {
        let access = if opened.read_only { Access::Read } else { Access::Create };
        let ledger = SqliteLedger::open(&opened.path, access)?;
        let built = if opened.path.exists() { ledger.check_built() } else { Ok(()) };
        let mut register = Register::open(Held::new(ledger))?;
        match built {
            Err(LedgerError::Stale { .. }) if !opened.read_only => register.rebuild().map(|_| ())?,
            other => other?,
        }
        let program = Author::Program(opened.program.clone());
        Ok(Self(Arc::new(Inner {
            register: RwLock::new(register),
            readers: Mutex::default(),
            lexicon: lexicon(),
            intake: OnceLock::new(),
            taking: Mutex::new(Taking::new(lexicon(), program)),
            prepared: Mutex::default(),
            preparing: Mutex::default(),
            assessing: Mutex::default(),
            jobs: Mutex::default(),
            replies: Mutex::default(),
            events: tokio::sync::broadcast::channel(WAITING).0,
            closing: tokio::sync::watch::channel(false).0,
            beside: Mutex::new(BesideLedger::of(&opened.path)),
            rejected: Mutex::default(),
            opened,
        })))
    }

    /// Returns how it was opened.
    pub fn opened(&self) -> &Opened {
        &self.0.opened
    }

    /// Returns the ledger's file.
    pub fn path(&self) -> &Path {
        &self.0.opened.path
    }

    /// Returns the lexicon.
    pub fn lexicon(&self) -> &'static Lexicon {
        self.0.lexicon
    }

    /// Returns the program as an author.
    pub fn program(&self) -> Author {
        Author::Program(self.0.opened.program.clone())
    }

    /// Returns the reader of reports, made ready at its first use.
    pub fn intake(&self) -> &Intake<'static> {
        self.0
            .intake
            .get_or_init(|| Intake::new(self.0.lexicon, concat!("truce-read ", env!("CARGO_PKG_VERSION"))))
    }

    /// Returns who judges: who is named, else whoever the server was started for.
    ///
    /// # Errors
    ///
    /// If nobody is named.
    pub fn person(&self, named: Option<&str>) -> Result<Author, Problem> {
        let name = named.map(str::trim).filter(|name| !name.is_empty()).or(self.0.opened.by.as_deref());
        let Some(name) = name else {
            return Err(Problem::meaningless(
                "nobody is named as the author",
                "give your name as `by`, or start the server with --by NAME",
            ));
        };
        Ok(Author::Person(name.to_owned()))
    }

    /// Runs what may take long where it holds up nobody else.
    ///
    /// # Errors
    ///
    /// As `work`; or if it panicked.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || work(&desk)).await.map_err(|_| {
            Problem::failed(
                "the answer could not be made: the program met a case that it does not know",
                "nothing was changed; please report what you asked for",
            )
        })?
    }

    /// Answers from the ledger as it is now, those entries among it that other processes appended.
    ///
    /// # Errors
    ///
    /// As `answer`; or if the ledger cannot be read.
    pub async fn answer<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&View<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.blocking(move |desk| desk.view(answer)).await
    }

    /// As [`Self::answer`], with what was prepared at hand.
    ///
    /// # Errors
    ///
    /// As `answer`; or if the ledger cannot be read.
    pub async fn answer_with<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&Self, &View<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.blocking(move |desk| desk.view(|view| answer(desk, view))).await
    }

    /// Looks at the ledger as it is now.
    ///
    /// # Errors
    ///
    /// As `look`; or if the ledger cannot be read.
    pub fn view<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
        let tables = self.reader()?;
        self.catch_up(&tables)?;
        let register = self.0.register.read().unwrap_or_else(PoisonError::into_inner);
        let view = View { state: register.state(), tables: &tables, lexicon: self.0.lexicon, now: now() };
        let looked = look(&view);
        drop(register);
        if self.path().exists() {
            locked(&self.0.readers).push(tables);
        }
        looked
    }

    /// Takes a connection that only reads.
    fn reader(&self) -> Result<SqliteLedger, LedgerError> {
        if let Some(reader) = locked(&self.0.readers).pop() {
            return Ok(reader);
        }
        match SqliteLedger::open(self.path(), Access::Read) {
            // There is no ledger until something is added.
            Err(LedgerError::Absent(_)) => SqliteLedger::in_memory(),
            other => other,
        }
    }

    /// Takes up entries that other processes appended.
    fn catch_up(&self, tables: &SqliteLedger) -> Result<(), LedgerError> {
        let head = tables.head()?;
        if self.head().seq < head.seq {
            let mut register = self.0.register.write().unwrap_or_else(PoisonError::into_inner);
            register.refresh()?;
            let head = register.state().head();
            drop(register);
            self.tell(Event::Head(HeadMoved::of(&head)));
        }
        Ok(())
    }

    /// Returns where the ledger stands.
    pub fn head(&self) -> Head {
        self.0.register.read().unwrap_or_else(PoisonError::into_inner).state().head()
    }

    /// Takes up what other processes appended, and tells whoever listens.
    ///
    /// # Errors
    ///
    /// If the ledger cannot be read.
    pub fn look(&self) -> Result<(), Problem> {
        self.view(|_| Ok(()))
    }

    /// Writes, while nobody else does, and tells whoever listens where the ledger stands then.
    ///
    /// # Errors
    ///
    /// As `write`; or if nothing may be written.
    pub fn write<T>(
        &self,
        write: impl FnOnce(&mut Register<Held>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.may_write()?;
        let mut register = self.0.register.write().unwrap_or_else(PoisonError::into_inner);
        let before = register.state().head();
        let written = write(&mut register);
        if written.is_err() {
            // Of what failed half way nothing was kept.
            let _ = register.refresh();
        }
        let head = register.state().head();
        drop(register);
        if head != before {
            self.tell(Event::Head(HeadMoved::of(&head)));
        }
        written
    }

    /// Refuses to write to a ledger that was opened to be read.
    ///
    /// # Errors
    ///
    /// If it was.
    pub fn may_write(&self) -> Result<(), Problem> {
        if self.0.opened.read_only {
            return Err(Problem::forbidden(
                "this server only reads: it was started with --read-only",
                "start it without --read-only to judge and add; nothing was changed",
            ));
        }
        Ok(())
    }

    /// Returns what compares reports with those before.
    pub fn taking(&self) -> MutexGuard<'_, Taking<'static>> {
        locked(&self.0.taking)
    }

    /// Returns what was prepared for the ledger as it is.
    pub fn prepared(&self) -> MutexGuard<'_, Prepared> {
        locked(&self.0.prepared)
    }

    /// Waits until nobody looks for the points of a map, so that it is not done twice at once.
    pub fn preparing(&self) -> MutexGuard<'_, ()> {
        locked(&self.0.preparing)
    }

    /// Waits until nobody assesses all agreements or writes a report, so that it is not done twice at once.
    pub fn assessing(&self) -> MutexGuard<'_, ()> {
        locked(&self.0.assessing)
    }

    /// Returns the files beside the ledger, for one at a time.
    pub fn beside(&self) -> MutexGuard<'_, BesideLedger> {
        locked(&self.0.beside)
    }

    /// Returns what was found of imported files that were read again: a file's rows never change.
    pub fn rejected(&self) -> MutexGuard<'_, std::collections::BTreeMap<String, Rejects>> {
        locked(&self.0.rejected)
    }

    /// Returns the jobs.
    pub fn jobs(&self) -> MutexGuard<'_, Jobs> {
        locked(&self.0.jobs)
    }

    /// Returns the replies to requests that may come again.
    pub fn replies(&self) -> MutexGuard<'_, Replies> {
        locked(&self.0.replies)
    }

    /// Tells an event to whoever listens.
    pub fn tell(&self, event: Event) {
        // Nobody may be listening.
        let _ = self.0.events.send(event);
    }

    /// Ends what waits for events: the server is closing.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Tells when the server closes.
    pub fn closing(&self) -> tokio::sync::watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// Listens.
    pub fn listen(&self) -> tokio::sync::broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }
}
