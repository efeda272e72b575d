//! mention
