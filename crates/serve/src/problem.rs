//! What went wrong in, an answer that says what, where and what to do next out (RFC 9457, `application/problem+json`).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use truce_record::fold::Refusal;
use truce_record::id::NotAnId;
use truce_record::log::LedgerError;
use truce_report::compare::CompareError;
use truce_report::scene::SceneError;
use utoipa::ToSchema;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// A name for this sort of problem, `urn:truce:problem:...`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort of problem in words.
    pub title: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// What went wrong, and where.
    pub detail: String,
    /// What to do next.
    pub help: String,
}

/// The sorts of problems: status, name and title.
macro_rules! sorts {
    ($($(#[$doc:meta])* $make:ident $status:ident $name:literal $title:literal;)*) => {
        impl Problem {
            $($(#[$doc])*
            pub fn $make(detail: impl Into<String>, help: impl Into<String>) -> Self {
                Self {
                    kind: concat!("urn:truce:problem:", $name).to_owned(),
                    title: $title,
                    status: StatusCode::$status.as_u16(),
                    detail: detail.into(),
                    help: help.into(),
                }
            })*
        }
    };
}

sorts! {
    /// The request cannot be understood.
    asked_wrongly BAD_REQUEST "asked-wrongly" "The request cannot be understood";
    /// Others may not ask this.
    forbidden FORBIDDEN "forbidden" "This may not be asked from here";
    /// There is no such thing.
    missing NOT_FOUND "not-found" "There is no such thing here";
    /// The address is known, but not for this.
    method METHOD_NOT_ALLOWED "method" "This address is not asked in this way";
    /// It contradicts what the ledger holds.
    conflict CONFLICT "conflict" "The ledger refuses this";
    /// Too much at once.
    too_large PAYLOAD_TOO_LARGE "too-large" "The request is too large";
    /// It is of a kind that is not taken.
    media UNSUPPORTED_MEDIA_TYPE "media" "This kind of content is not taken";
    /// It is for another server.
    misdirected MISDIRECTED_REQUEST "host" "This name is not served here";
    /// It can be read, but means nothing.
    meaningless UNPROCESSABLE_ENTITY "meaningless" "The request means nothing here";
    /// Too many requests.
    too_many TOO_MANY_REQUESTS "too-many" "Too many requests";
    /// The program failed.
    failed INTERNAL_SERVER_ERROR "failed" "The program failed";
    /// Somebody else is at it.
    busy SERVICE_UNAVAILABLE "busy" "The ledger is in use";
    /// The disk is full.
    full INSUFFICIENT_STORAGE "full" "The disk is full";
}

impl Problem {
    /// Makes the problem of a thing that is not there.
    pub fn no(id: impl std::fmt::Display) -> Self {
        let refusal = Refusal::Missing(id.to_string());
        let help = "look at the lists: /api/v1/incidents, /agreements, /documents and the others";
        Self::missing(refusal.to_string(), help)
    }

    /// Says which status an answer with it has.
    pub fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let media = HeaderValue::from_static("application/problem+json");
        (self.code(), [(header::CONTENT_TYPE, media)], body).into_response()
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let (detail, help) = (error.to_string(), error.help());
        match error {
            LedgerError::Refused(Refusal::Missing(_)) => Self::missing(detail, help),
            LedgerError::Refused(Refusal::Name(..) | Refusal::NoPerson) => Self::meaningless(detail, help),
            LedgerError::Refused(_) => Self::conflict(detail, help),
            LedgerError::Absent(_) => Self::missing(detail, help),
            LedgerError::Busy => Self::busy(detail, help),
            LedgerError::ReadOnly(_) => Self::forbidden(detail, help),
            LedgerError::Full => Self::full(detail, help),
            _ => Self::failed(detail, help),
        }
    }
}

impl From<NotAnId> for Problem {
    fn from(error: NotAnId) -> Self {
        Self::asked_wrongly(error.to_string(), error.help())
    }
}

impl From<SceneError> for Problem {
    fn from(error: SceneError) -> Self {
        let (detail, help) = (error.to_string(), asked(error.help()));
        match error {
            SceneError::NoDay => Self::meaningless(detail, help),
            SceneError::NoAgreement(_) | SceneError::NoZone(_) => Self::missing(detail, help),
        }
    }
}

impl From<CompareError> for Problem {
    fn from(error: CompareError) -> Self {
        Self::meaningless(error.to_string(), asked(&error.help()))
    }
}

/// Names options of the command line as an address does: `--as-of` is `as_of`.
fn asked(help: &str) -> String {
    let words = help.split(' ').map(|word| match word.strip_prefix("--") {
        Some(option) => option.replace('-', "_"),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
