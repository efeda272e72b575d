//! The ledger that a command works on: its file, who is writing, and what to say when it cannot be used.
//! The only place that asks for the time and the login name.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use truce_record::State;
use truce_record::entry::{Author, Body, Draft};
use truce_record::fold::Refusal;
use truce_record::log::{Access, LedgerError, Register, SqliteLedger};

/// Which ledger.
#[derive(Debug, Clone, clap::Args)]
pub struct LedgerArgument {
    /// The ledger's file.
    #[arg(long = "ledger", value_name = "FILE", default_value = "truce.ledger")]
    pub path: PathBuf,
}

/// Who writes.
#[derive(Debug, Clone, clap::Args)]
pub struct ByArgument {
    /// Who is judging or adding; the login name if not given.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Says what failed and what to do.
pub fn told(error: LedgerError) -> anyhow::Error {
    anyhow::anyhow!("{error}\nhelp: {}", error.help())
}

/// Says that a ledger does not have a thing.
pub fn missing(id: &impl std::fmt::Display) -> anyhow::Error {
    let refusal = Refusal::Missing(id.to_string());
    anyhow::anyhow!("{refusal}\nhelp: {}", refusal.help())
}

/// Opens a ledger's file.
pub fn open(path: &Path, access: Access) -> anyhow::Result<SqliteLedger> {
    SqliteLedger::open(path, access).map_err(told)
}

/// Opens a ledger's file to read its tables.
pub fn tables(path: &Path) -> anyhow::Result<SqliteLedger> {
    let ledger = open(path, Access::Read)?;
    ledger.check_built().map_err(told)?;
    Ok(ledger)
}

/// Opens a ledger with the state of its entries.
pub fn register(path: &Path, access: Access) -> anyhow::Result<Register<SqliteLedger>> {
    Register::open(open(path, access)?).map_err(told)
}

/// Returns what the entries of a ledger amount to, for a command that answers once. It is left to the end of the program:
/// to take a large one apart takes as long as reading it.
pub fn state(path: &Path) -> anyhow::Result<&'static State> {
    let register = register(path, Access::Read)?;
    Ok(Box::leak(Box::new(register.into_state())))
}

/// Returns the time, in whole milliseconds.
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Returns the program as an author.
pub fn program() -> Author {
    Author::Program(concat!("truce ", env!("CARGO_PKG_VERSION")).to_owned())
}

/// Returns the person who writes.
pub fn person(by: &ByArgument) -> anyhow::Result<Author> {
    named(by)?.ok_or_else(|| anyhow::anyhow!("nobody is named as the author\nhelp: name a person with --by"))
}

/// Returns who is named, by the command or the machine. A name that would look like something else is refused before
/// anything is done in it.
fn named(by: &ByArgument) -> anyhow::Result<Option<Author>> {
    let name = by
        .by
        .clone()
        .or_else(|| ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()))
        .or_else(account)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let author = name.map(Author::Person);
    if let Some(author) = &author {
        author.check().map_err(|why| {
            let refusal = Refusal::Name(author.name().escape_debug().to_string(), why);
            told(LedgerError::Refused(refusal))
        })?;
    }
    Ok(author)
}

/// Returns who adds reports: the person, else the program, so that unattended machines can add.
pub fn adder(by: &ByArgument) -> anyhow::Result<Author> {
    Ok(named(by)?.unwrap_or_else(program))
}

/// Returns the name of the account that the program runs under, where the environment does not tell it.
fn account() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let uid =
        status.lines().find_map(|line| line.strip_prefix("Uid:"))?.split_whitespace().next()?.to_owned();
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    })
}

/// Makes a draft of now.
pub fn draft(by: &Author, body: Body) -> Draft {
    Draft { at: now(), by: by.clone(), body }
}
