// How a file is read, said by hand in the real window: a locked workbook, a chip, the columns of a wide table.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { cli, KEY, newBook, withApp, written } from "./session.mjs";

/** A workbook of a public collection that lies beside the repository where it is developed; its password is `tika`. */
const LOCKED = new URL(
  "../../../shared/data/corpora/spreadsheets-hostile/poi__protected_passtika.xlsx",
  import.meta.url,
).pathname;
const hurdle = existsSync(LOCKED) ? false : "the collection is not beside this repository";

test("a locked workbook is asked for its password, which opens it", { skip: hurdle }, async () => {
  await withApp([newBook("locked.counterfoil"), LOCKED], async (app) => {
    await app.shows("Password");
    assert.deepEqual(await app.accessibilityFaults(), []);
    const type = () => app.run(() => document.querySelector("[data-setting=password] input").focus());
    await type();
    await app.press(..."wrong", KEY.enter);
    await app.shows("does not open it");
    await type();
    await app.press(..."tika", KEY.enter);
    await app.shows("opened");
    assert.equal(await app.run(() => document.body.innerText.includes("tika ")), false, "it is not shown");
  });
});

/** Titles that look like a header; the real one is row 3. */
const LEDGER = "Buchung;Kunde;Summe\nQ3;Larkfield;0,00\nDate;Vendor;Amount\n03.09.2026;OpenAI;1.234,50\n13.09.2026;OpenAI;20,00\n";

/** Opens the chip of that label and picks a choice. */
async function pick(app, label, choice) {
  await app.click("button.chip", label);
  await app.click("[role=menuitemradio], [role=menuitem], [role=option]", choice);
}

test("the header row is another one when that is said, and the chip shows both", async () => {
  await withApp([newBook("chips.counterfoil"), written("chips.csv", LEDGER)], async (app) => {
    await app.shows("Header row");
    await app.shows("semicolon");
    await pick(app, "Header row", "3: Date");
    await app.shows("3 (detected: 1)");
    assert.deepEqual(await app.accessibilityFaults(), []);
    await app.click("[data-map]");
    await app.shows("Each row is");
    const columns = () => [...document.querySelectorAll("[data-target-of]")].map((select) => select.dataset.targetOf);
    assert.deepEqual(await app.run(columns), ["Date", "Vendor", "Amount"]);
  });
});

const WIDE = "Date;Copilot (EUR);Bedrock (EUR);Sum\n2026-09-01;1.50;2.50;4.00\n2026-09-02;1.00;2.00;3.00\nTotal;2.50;4.50;7.00\n";

test("the columns of a wide table are turned into rows by hand, and the book has each of them", async () => {
  const book = newBook("wide.counterfoil");
  await withApp([book, written("wide.csv", WIDE)], async (app) => {
    await app.click("[data-map]");
    await app.shows("As the file has it");
    const say = (column, target) =>
      app.run(
        (column, target) => {
          const select = document.querySelector(`[data-target-of="${column}"]`);
          select.value = target;
          select.dispatchEvent(new Event("change", { bubbles: true }));
        },
        column,
        target,
      );
    await say("Sum", "");
    await say("Copilot (EUR)", "turn");
    await app.shows("Headings become");
    await say("Bedrock (EUR)", "turn");
    await app.run(() => {
      const field = document.querySelector('[data-fixed="provider"]');
      field.value = "Several";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await app.shows("7.00");
    await app.shows("The rows read come to the same.");
    assert.deepEqual(await app.accessibilityFaults(), []);
    await app.run(() => document.querySelector("[data-mapping-name]").focus());
    await app.press(..."Services by day", KEY.enter);
    await app.shows("by your mapping Services by day");
    await app.click("[data-import]");
    await app.shows("Undo");
  });
  const spend = JSON.parse(cli("--book", book, "--json", "spend", "--by", "service"));
  const rows = spend.rows.map((row) => [row.service, row.billed]);
  assert.deepEqual(rows.sort(), [["Bedrock (EUR)", "4.5"], ["Copilot (EUR)", "2.5"]]);
});
