//! The listening socket: who may ask, how much, and how it ends.

mod guard;
mod rate;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;

use crate::desk::Desk;
use crate::routes;
pub use crate::routes::LARGEST;

pub use guard::Guard;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The address to listen at.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Names by which the server may be called, beside those of this machine.
    pub hosts: Vec<String>,
    /// How many requests a second one asker may send, on average.
    pub per_second: u32,
}

impl Default for Serving {
    fn default() -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 4747, hosts: Vec::new(), per_second: 200 }
    }
}

/// Makes the whole application: interface, web application, and who may ask.
pub fn application(desk: &Desk, serving: &Serving) -> Router {
    let guard = Arc::new(Guard::new(serving));
    Router::new()
        .merge(routes::router(desk))
        .fallback(get(crate::assets::file))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(guard, guard::guard))
}

/// Serves until `until` comes about.
///
/// # Errors
///
/// If the port is taken or the address is none of this machine's.
pub async fn serve(
    desk: Desk,
    serving: Serving,
    listening: impl FnOnce(SocketAddr),
    until: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let at = SocketAddr::new(serving.address, serving.port);
    let listener = tokio::net::TcpListener::bind(at).await.with_context(|| {
        format!("{at} cannot be listened at\nhelp: another server may be running there; give another --port, or --port 0 for any that is free")
    })?;
    listening(listener.local_addr()?);
    let watching = tokio::spawn(watch(desk.clone()));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let application = application(&desk, &serving);
    let served = tokio::spawn(async move {
        axum::serve(listener, application.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async {
                let _ = stopped.await;
            })
            .await
    });
    until.await;
    desk.close();
    let _ = stop.send(());
    // Whoever listens for events never goes of himself.
    let _ = tokio::time::timeout(Duration::from_secs(3), served).await;
    watching.abort();
    Ok(())
}

/// Looks for entries of other processes, so that those who listen are told.
async fn watch(desk: Desk) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        // What cannot be read now may be read later; whoever asks is told.
        let _ = desk.blocking(Desk::look).await;
    }
}
