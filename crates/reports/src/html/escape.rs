//! Text that is text wherever it lands in HTML: between tags and inside quoted attributes.

use std::fmt::{Display, Formatter, Result, Write};

use crate::text::is_printable;

/// A text that writes itself escaped.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        self.0
            .chars()
            .filter(|character| is_printable(*character))
            .try_for_each(|character| match character {
                '&' => out.write_str("&amp;"),
                '<' => out.write_str("&lt;"),
                '>' => out.write_str("&gt;"),
                '"' => out.write_str("&quot;"),
                '\'' => out.write_str("&#39;"),
                character => out.write_char(character),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_opens_a_tag_or_leaves_an_attribute() {
        let text = Text("<script>alert(\"1\")</script> & 'x' a\u{0}b\u{202e}c").to_string();
        assert_eq!(
            text,
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; abc"
        );
    }
}
