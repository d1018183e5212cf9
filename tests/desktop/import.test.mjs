// Bringing files in: dragged from another program's window, and an import that is cancelled half-way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, drag, newBook, withApp, written } from "./session.mjs";

const HEADER = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed";
const row = (day, key, cost) => `2026-09-${day},Claude Opus 5,Claims,${key},standard,≤ 200k,output,${cost},${cost},token,global,standard`;

test("files dragged from another window are previewed, and the window says where to drop them", async () => {
  const bills = [
    written("dragged-one.csv", [HEADER, row("01", "claims-bot", "1000.10")].join("\n")),
    written("dragged-two.csv", [HEADER, row("02", "claims-bot", "902.34")].join("\n")),
  ];
  await withApp([newBook("dragged.counterfoil")], async (app) => {
    await app.shows("Drop a bill here");
    const drop = await drag(bills);
    await app.shows("Drop to look at the files");
    drop();
    await app.shows("dragged-one.csv");
    await app.shows("dragged-two.csv");
    assert.match(await app.text("[data-preview]"), /1,000\.10/);
  });
});

test("an import that is cancelled leaves the book as it was", async () => {
  const rows = Array.from({ length: 250_000 }, (_, n) => row("03", `key-${n}`, "0.01"));
  const book = newBook("cancelled.counterfoil");
  await withApp([book, written("large.csv", [HEADER, ...rows].join("\n"))], async (app) => {
    const previewed = () => app.run(() => document.querySelector("[data-preview]") !== null);
    await app.until("the preview of a large file", previewed, 100_000);
    await app.click("[data-import]");
    await app.click("button", "Cancel");
    await app.shows("Stopped.");
  });
  assert.deepEqual(JSON.parse(cli("--book", book, "--json", "imports")).imports, []);
  assert.equal(JSON.parse(cli("--book", book, "--json", "doctor")).ok, true);
});

test("a file of the book is read anew from its card and takes the place of its import", async () => {
  const book = newBook("anew.counterfoil");
  const rows = [row("01", "claims-bot", "12.50"), row("02", "claims-bot", "7.25")];
  const bill = written("anew.csv", [HEADER, ...rows].join("\n"));
  cli("--book", book, "import", bill);
  await withApp([book, bill], async (app) => {
    await app.shows("already in the book");
    await app.click("[data-anew]");
    await app.shows("It takes the place of import 1.");
    assert.deepEqual(await app.accessibilityFaults(), []);
    await app.click("[data-import]");
    await app.shows("1 file imported");
  });
  const { imports } = JSON.parse(cli("--book", book, "--json", "imports"));
  assert.deepEqual(
    imports.map((one) => one.status),
    ["undone", "committed"],
  );
  assert.equal(JSON.parse(cli("--book", book, "--json", "doctor")).ok, true);
});
