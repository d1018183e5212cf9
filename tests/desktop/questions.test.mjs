// What only the user knows, in the real window: a file in cents, and a card line beside the vendor's own file.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, newBook, withApp, written } from "./session.mjs";

const OPENAI =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source\n";

/** One day of an OpenAI cost export: a million and a half tokens for this amount. */
function bill(amount) {
  return `${OPENAI}1788220800,1788307200,,,${amount},usd,1500000,tokens,"gpt-5, input_tokens",,,proj_claims,org-A,Claims,,,\n`;
}

const CARD =
  "Swipe Date (UTC),Posted Date (UTC),Type,Amount,Outstanding Balance,User,Department,Location,Transaction Source,Statement Descriptor,Merchant Name,Brex Category,Integration Category,Last 4,Memo,Integration Department,Integration Class,Integration Location,Integration Date,Integration Category Fully Qualified Name,Id\n" +
  "2026-09-30,2026-10-01,Purchase,1.88,0,Ada,Claims,Leeds,Card,OPENAI *API,OpenAI,Software,Software,4412,,,,,,,t-1\n";

const billed = (book) => JSON.parse(cli("--book", book, "--json", "spend")).totals.map((total) => total.billed);

test("a file in cents is stopped, says why, and is put right by an answer", async () => {
  const book = newBook("cents.counterfoil");
  await withApp([book, written("cents-cost.csv", bill("187.5"))], async (app) => {
    await app.shows("Are the amounts of this file in the unit they seem to be in?");
    await app.shows("per million tokens");
    assert.equal(await app.run(() => document.querySelector("[data-import]").disabled), true);
    await app.click("[data-question=unit] label", "cents");
    await app.until("the file to be ready", () => app.run(() => document.querySelector("[data-status=ready]") !== null));
    assert.match(await app.text("[data-preview]"), /1\.88/);
    assert.deepEqual(await app.accessibilityFaults(), []);
    await app.click("[data-import]");
    await app.shows("Undo");
  });
  assert.deepEqual(billed(book), ["1.875"]);
});

test("a card line beside the vendor's own file is questioned and kept for reconciliation", async () => {
  const book = newBook("card.counterfoil");
  cli("--book", book, "import", written("openai-cost.csv", bill("1.875")));
  await withApp([book, written("card-export.csv", CARD)], async (app) => {
    // Nobody has confirmed that Brex still writes these columns: the person says so.
    await app.shows("Nobody has confirmed");
    await app.click(".settings button", "Format");
    await app.click("[role=menuitemradio]", "Brex card transactions");
    await app.shows("You said so");
    await app.click(".settings button", "Currency");
    await app.click("[role=menuitemradio]", "USD");
    await app.shows("Is this the same money as import 1");
    await app.click("[data-question] label", "reconciliation");
    await app.until("the file to be ready", () => app.run(() => document.querySelector("[data-status=ready]") !== null));
    await app.click("[data-import]");
    await app.shows("Undo");
    await app.press("g", "i");
    await app.shows("not counted");
  });
  assert.deepEqual(billed(book), ["1.875"]);
});
