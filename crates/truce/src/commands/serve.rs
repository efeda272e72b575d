//! `truce serve`: the web application and the HTTP interface, on this machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use truce_serve::{Desk, Opened, Serving};

use super::read::write;
use crate::ledger::{self, ByArgument, LedgerArgument, told};

/// Open a ledger in the browser.
///
/// Serves the web application and the HTTP interface on this machine alone. There are no accounts: whoever reaches the
/// address may read and judge.
///
/// Examples:
///   truce serve --ledger mission.ledger --by "Ana of Tarsk" --open
///   truce serve --read-only --port 8080
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    pub serving: ServingArguments,
    #[command(flatten)]
    pub ledger: LedgerArgument,
}

/// Where and for whom it is served.
#[derive(Debug, Clone, clap::Args)]
pub struct ServingArguments {
    /// The port; 0 for any that is free.
    #[arg(long, value_name = "N", default_value_t = 4747)]
    pub port: u16,
    /// Take no judgements and no reports.
    #[arg(long)]
    pub read_only: bool,
    /// Open the browser.
    #[arg(long)]
    pub open: bool,
    /// Listen at this address instead of 127.0.0.1; needs --open-to-network where others can reach it.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// Yes, let others on the network read and judge: there are no accounts.
    #[arg(long)]
    pub open_to_network: bool,
    /// A name by which browsers may call the server, beside localhost; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// The file of a secret key to sign checkpoints with (`truce checkpoint key`).
    #[arg(long, value_name = "FILE")]
    pub key: Option<std::path::PathBuf>,
    #[command(flatten)]
    pub by: ByArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    serve(&arguments.serving, &arguments.ledger.path)
}

/// Serves a ledger until it is told to stop.
pub fn serve(arguments: &ServingArguments, path: &std::path::Path) -> anyhow::Result<ExitCode> {
    if !arguments.bind.is_loopback() {
        if !arguments.open_to_network {
            anyhow::bail!(
                "{} can be reached by others, and there are no accounts\nhelp: leave --bind out; or, if everybody on that network may read and judge, add --open-to-network",
                arguments.bind
            );
        }
        anstream::eprintln!(
            "warning: whoever reaches {} can read this ledger and judge in any name: there are no accounts",
            arguments.bind
        );
    }
    let by = ledger::person(&arguments.by).ok().map(|author| author.name().to_owned());
    let opened = Opened {
        path: path.to_owned(),
        by: by.clone(),
        read_only: arguments.read_only,
        program: ledger::program().name().to_owned(),
        key: arguments.key.clone(),
    };
    let desk = Desk::open(opened).map_err(told)?;
    let serving = Serving {
        address: arguments.bind,
        port: arguments.port,
        hosts: arguments.allow_host.clone(),
        ..Serving::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let open = arguments.open;
    let told_of = path.display().to_string();
    let read_only = arguments.read_only;
    runtime.block_on(truce_serve::serve(
        desk,
        serving,
        move |address| {
            let address = shown(address);
            let by = if read_only {
                "nothing can be changed".to_owned()
            } else {
                by.map_or("judgements need a name: --by".to_owned(), |by| format!("judging as {by}"))
            };
            let _ = write(&format!("{address}\nledger {told_of}; {by}\nstop with Ctrl-C\n"));
            if open {
                browse(&address);
            }
        },
        stopped(),
    ))?;
    write("stopped\n")?;
    Ok(ExitCode::SUCCESS)
}

/// The address as a browser takes it.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        return format!("http://localhost:{}/", address.port());
    }
    format!("http://{address}/")
}

/// Waits until somebody wants it to stop.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = ended.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}

/// Opens the browser that the machine has for web pages.
fn browse(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    if std::process::Command::new(program).args(arguments).arg(address).spawn().is_err() {
        anstream::eprintln!("note: no browser could be opened; open {address} yourself");
    }
}
