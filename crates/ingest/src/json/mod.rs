//! A JSON document or JSON lines → rows by path. Numbers keep the text that the file has.
