//! Prints the design tokens: `cargo run -p charts --example tokens > ui/src/styles/tokens.css`.
#![allow(clippy::print_stdout)]

fn main() {
    print!("{}", charts::theme::css());
}
