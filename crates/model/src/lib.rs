//! The nouns of Counterfoil: money, periods, charges, usage, seats, queries, problems. No I/O.
