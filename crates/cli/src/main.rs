//! `counterfoil`: the product in a terminal.

fn main() {}
