//! The book: open, migrate, write, undo, answer a query. All SQL of the product.
