//! Documents of what the user thinks: settings, scenarios, initiatives, notes. JSON, every version kept.

use rusqlite::OptionalExtension;
use serde_json::Value;

use crate::book::Book;
use crate::error::Result;

impl Book {
    /// The newest version of a document; `None` if there is none or it was removed.
    pub fn get_json(&self, kind: &str, name: &str) -> Result<Option<Value>> {
        let newest = "SELECT json FROM document WHERE kind = ?1 AND name = ?2 ORDER BY version DESC LIMIT 1";
        let text: Option<Option<String>> = self
            .conn
            .prepare_cached(newest)
            .and_then(|mut query| query.query_row((kind, name), |row| row.get(0)).optional())
            .map_err(|error| self.named(error))?;
        Ok(text.flatten().and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Writes a new version of a document and says its number, from 1. The same content again makes no new version.
    pub fn put_json(&self, kind: &str, name: &str, json: &Value) -> Result<i64> {
        self.put_document(kind, name, Some(json.to_string()))
    }

    /// Removes a document; its versions stay.
    pub fn remove_json(&self, kind: &str, name: &str) -> Result<()> {
        self.put_document(kind, name, None).map(|_| ())
    }

    /// Names of the documents of a kind that are there.
    pub fn list_json(&self, kind: &str) -> Result<Vec<String>> {
        let sql = "SELECT name FROM document AS d WHERE kind = ?1 AND json IS NOT NULL AND version =
                   (SELECT max(version) FROM document WHERE kind = d.kind AND name = d.name) ORDER BY name";
        let names = self.conn.prepare_cached(sql).and_then(|mut query| {
            let names = query.query_map([kind], |row| row.get(0))?;
            names.collect()
        });
        names.map_err(|error| self.named(error))
    }

    /// The newest version number of a document; 0 if there never was one.
    pub fn json_version(&self, kind: &str, name: &str) -> Result<i64> {
        let sql = "SELECT coalesce(max(version), 0) FROM document WHERE kind = ?1 AND name = ?2";
        self.conn
            .query_row(sql, (kind, name), |row| row.get(0))
            .map_err(|error| self.named(error))
    }

    /// Every version of a document, oldest first; `None` where it was removed.
    pub fn json_history(&self, kind: &str, name: &str) -> Result<Vec<(i64, Option<Value>)>> {
        let sql = "SELECT version, json FROM document WHERE kind = ?1 AND name = ?2 ORDER BY version";
        let read = self.conn.prepare_cached(sql).and_then(|mut query| {
            let rows = query.query_map((kind, name), |row| {
                Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        });
        let versions = read.map_err(|error| self.named(error))?.into_iter();
        Ok(versions
            .map(|(version, text)| (version, text.and_then(|text| serde_json::from_str(&text).ok())))
            .collect())
    }

    fn put_document(&self, kind: &str, name: &str, json: Option<String>) -> Result<i64> {
        self.write(|conn| {
            let newest = "SELECT version, json FROM document WHERE kind = ?1 AND name = ?2
                          ORDER BY version DESC LIMIT 1";
            let last: Option<(i64, Option<String>)> = conn
                .query_row(newest, (kind, name), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let (version, before) = last.unwrap_or_default();
            if before == json {
                return Ok(version);
            }
            conn.execute(
                "INSERT INTO document (kind, name, version, json) VALUES (?1, ?2, ?3, ?4)",
                (kind, name, version + 1, json),
            )?;
            Ok(version + 1)
        })
    }
}
