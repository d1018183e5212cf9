//! What kind of identity a text is: somebody, somebody who left, a key, a service. A guess is never made.

use serde::Serialize;

use super::roster::{RawIdentity, address};

/// What an identity is as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// Somebody.
    Person,
    /// Somebody who left: the source shows a bare number.
    Former,
    /// A key, perhaps shared by several people.
    Key,
    /// A service, a robot, a schedule: never a person.
    Service,
}

impl IdentityKind {
    /// Whether it may be a person by itself.
    pub(crate) fn is_human(self) -> bool {
        matches!(self, Self::Person | Self::Former)
    }

    /// What identity it is. Only plain signs count; a guess would make people of robots or robots of people.
    pub(crate) fn of(identity: &RawIdentity) -> Self {
        const SERVICES: &[&str] = &[
            "svc-", "svc_", "service-", "service_", "ci-", "bot-", "noreply", "no-reply",
        ];
        const PARTS: &[&str] = &["[bot]", "service account", "serviceaccount", "gserviceaccount"];
        const KEYS: &[&str] = &[
            "key ",
            "key_",
            "key-",
            "apikey",
            "api_key",
            "sk-",
            "claude_code_key_",
        ];
        let text = address(identity);
        let text = if text.is_empty() {
            identity.own_text()
        } else {
            text
        }
        .to_lowercase();
        let local = text.split('@').next().unwrap_or_default();
        let is_service = SERVICES.iter().any(|start| local.starts_with(start))
            || PARTS.iter().any(|part| text.contains(part))
            || local.contains("automation")
            || local.ends_with("-bot")
            || local.ends_with("_bot");
        let is_key = KEYS.iter().any(|start| text.starts_with(start))
            || (identity.source == "anthropic"
                && !identity.ext.is_empty()
                && !text.contains('@')
                && !text.starts_with("user"));
        if is_service {
            Self::Service
        } else if is_key {
            Self::Key
        } else if identity.source == "cursor" && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Former
        } else {
            Self::Person
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(source: &str, ext: &str) -> RawIdentity {
        RawIdentity {
            source: source.into(),
            ext: ext.into(),
            ..RawIdentity::default()
        }
    }

    #[test]
    fn keys_services_and_former_members_are_told_from_people() {
        let kind = |source: &str, ext: &str| IdentityKind::of(&raw(source, ext));
        assert_eq!(kind("cursor", "nils@example.com"), IdentityKind::Person);
        assert_eq!(kind("cursor", "184402"), IdentityKind::Former);
        assert_eq!(kind("github", "184402"), IdentityKind::Person);
        assert_eq!(kind("github", "dependabot[bot]"), IdentityKind::Service);
        assert_eq!(kind("openai", "svc-claims@example.com"), IdentityKind::Service);
        assert_eq!(kind("openai", "key_4kd"), IdentityKind::Key);
        assert_eq!(
            kind("anthropic", "claude_code_key_nils.berg_xkqd"),
            IdentityKind::Key
        );
        assert_eq!(kind("github", "robotham"), IdentityKind::Person);
        assert_eq!(
            kind("github", "claims-automation@example.com"),
            IdentityKind::Service
        );
        assert_eq!(
            kind("github", "nils@example-automation.com"),
            IdentityKind::Person
        );
    }
}
