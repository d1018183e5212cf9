// An invoice is a document: it is listed with its checks, and opens with its lines, its tax and what it bills.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cli, newBook, withApp, written } from "./session.mjs";

const fixture = (name) =>
  readFileSync(new URL(`../../crates/ingest/fixtures/invoice/${name}`, import.meta.url), "utf8");

test("an invoice is listed with its checks and opens with lines, tax and what it bills", async () => {
  const book = newBook("invoices.counterfoil");
  for (const name of ["cloud.ubl.xml", "credit.ubl.xml"]) {
    cli("--book", book, "import", written(name, fixture(name)));
  }
  await withApp([book], async (app) => {
    await app.click("nav button, nav a", "Invoices");
    await app.shows("NW-2026-C012");
    await app.shows("−€59.50");
    await app.click("tbody a", "Nordwolke Cloud GmbH");
    await app.shows("Tokens, billed twice");
    for (const text of ["The book has no charges that it bills", "Totals as stated", "What it bills"]) {
      await app.shows(text);
    }
    await app.click("summary", "hold");
    await app.shows("What was compared");
    assert.deepEqual(await app.accessibilityFaults(), []);
  });
});
