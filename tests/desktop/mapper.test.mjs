// A ledger nobody knows, mapped by hand in the window; the next month's file is then recognised.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, KEY, newBook, withApp, written } from "./session.mjs";

/** A supplier ledger as a Swedish program for Windows writes it: titles, decimal comma, a total, Windows-1252. */
const ledger = (month) =>
  Buffer.from(
    [
      `Leverantörsreskontra ${month};;;;`,
      "Valuta: SEK;;;;",
      ";;;;",
      "Bokföringsdatum;Leverantör;Beskrivning;Belopp;Attest",
      `${month}-03;OpenAI;API;1 234,50;MK`,
      `${month}-13;Anthropic;Konsol;-20,00;MK`,
      `${month}-28;GitHub;Copilot;96,00;AD`,
      "Summa;;;1 310,50;",
      "",
    ].join("\r\n"),
    "latin1",
  );

test("an unknown Swedish ledger is mapped by hand, and the next month is read by the same mapping", async () => {
  const book = newBook("ledger.counterfoil");
  await withApp([book, written("2026-09.csv", ledger("2026-09"))], async (app) => {
    await app.shows("Map its columns");
    await app.click("[data-map]");
    await app.shows("As the file has it");
    assert.deepEqual(await app.accessibilityFaults(), []);
    const struck = () => [...document.querySelectorAll("tr.struck s")].map((cell) => cell.textContent).filter(Boolean);
    assert.deepEqual(await app.run(struck), ["Leverantörsreskontra 2026-09", "Valuta: SEK", "Summa", "1 310,50"]);
    await app.shows("1,310.50");
    await app.run(() => document.querySelector("[data-mapping-name]").focus());
    await app.press(..."Reskontra", KEY.enter);
    await app.shows("by your mapping Reskontra");
    await app.click("[data-import]");
    await app.shows("Undo");
  });
  await withApp([book, written("2026-10.csv", ledger("2026-10"))], async (app) => {
    await app.shows("by your mapping Reskontra");
    await app.click("[data-import]");
    await app.shows("Undo");
  });
  const spend = JSON.parse(cli("--book", book, "--json", "spend", "--by", "currency"));
  assert.deepEqual([spend.rows[0].currency, spend.rows[0].billed], ["SEK", "2621"]);
});

test("a gateway's JSON is mapped like a table", async () => {
  const book = newBook("gateway.counterfoil");
  const lines = ["large", "small"].map((model) => ({ model, cost: { value: "1.25", currency: "eur" } }));
  const page = { buckets: [{ start: "2026-09-03T00:00:00Z", lines }] };
  await withApp([book, written("gateway.json", JSON.stringify(page))], async (app) => {
    await app.shows("Map its columns");
    await app.click("[data-map]");
    await app.shows("Say who the vendor is.");
    await app.run(() => document.querySelector("[data-fixed=provider]").focus());
    await app.press(..."Gateway");
    await app.run(() => document.querySelector("[data-mapping-name]").focus());
    await app.press(..."Our gateway", KEY.enter);
    await app.shows("by your mapping Our gateway");
    await app.click("[data-import]");
    await app.shows("Undo");
  });
  const spend = JSON.parse(cli("--book", book, "--json", "spend", "--by", "provider"));
  assert.deepEqual([spend.rows[0].provider, spend.rows[0].billed], ["Gateway", "2.5"]);
});
