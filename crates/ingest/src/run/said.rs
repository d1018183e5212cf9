//! What a file leaves unsaid of its currency.

use model::{Problem, Severity};

use super::Run;

impl Run<'_, '_, '_> {
    /// Amounts whose currency nothing says, or only a sign that several share.
    pub(super) fn unsaid(&mut self) {
        let mut totals = self.report.totals.iter();
        let what = if totals.any(|total| total.currency.code().is_empty()) {
            "The file does not say which currency its amounts are in.".to_owned()
        } else if let Some((sign, code)) = self.filled.assumed.and_then(|sign| Some((sign, sign.code()?))) {
            format!(
                "The file does not say whose {} its amounts are in; they are read as {code}.",
                sign.text()
            )
        } else {
            return;
        };
        self.problem(
            Problem::new(Severity::Warning, what)
                .hint("say it when importing (on the command line: --currency USD)"),
        );
    }
}
