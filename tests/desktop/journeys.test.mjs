// The main journeys of a user in the real window: look at the sample, bring a file, go back; by mouse and by keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, newBook, withApp, written } from "./session.mjs";

const SCREENS = [
  ["o", "Overview", 3],
  ["s", "Spend", 2],
  ["p", "People & adoption", 2],
  ["l", "Licences & renewals", 2],
  ["m", "Models", 2],
  ["k", "KPIs & ROI", 2],
  ["d", "Budgets & signals", 3],
  ["e", "Reports", 8],
];

const BILL = [
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed",
  "2026-09-01,Claude Opus 5,Claims,claims-bot,standard,≤ 200k,input_no_cache,1000.10,1000.10,token,global,standard",
  "2026-09-02,Claude Opus 5,Claims,claims-bot,standard,≤ 200k,output,902.34,902.34,token,global,standard",
].join("\n");

/** The book is made on first use, by reading some 45,000 rows: on a busy machine that takes its time. */
const SAMPLE_MS = 180_000;

async function openSample(app) {
  await app.click("button", "Try the sample book");
  const hasChart = () => app.run(() => document.querySelector("[data-chart] .picture svg") !== null);
  await app.until("the first chart", hasChart, SAMPLE_MS);
}

const heading = (app) => app.run(() => document.querySelector("h1")?.textContent.trim());
const errors = (app) => app.run(() => window.faults ?? []);

async function collectErrors(app) {
  await app.run(() => {
    window.faults = [];
    window.addEventListener("error", (event) => window.faults.push(event.message));
    window.addEventListener("unhandledrejection", (event) => window.faults.push(String(event.reason)));
    document.addEventListener("securitypolicyviolation", (event) => window.faults.push(`blocked ${event.effectiveDirective}`));
    const said = console.error;
    console.error = (...words) => {
      window.faults.push(words.join(" "));
      said(...words);
    };
  });
}

test("every screen of the sample book shows its charts with marks one can reach, and no error", () =>
  withApp([], async (app) => {
    await app.shows("Try the sample book");
    await collectErrors(app);
    await openSample(app);
    for (const [key, title, charts] of SCREENS) {
      await app.press("g", key);
      await app.until(`${charts} charts on ${title}`, async () => {
        const seen = await app.run(() =>
          // The sample has no certain waste: a sentence stands in the place of its bars.
          [...document.querySelectorAll("[data-chart]:not([data-chart=budget-waste])")].map(
            (chart) => chart.querySelectorAll(".marks > *").length,
          ),
        );
        return seen.length >= charts && seen.every((marks) => marks > 0) && (await heading(app)) === title;
      });
    }
    assert.deepEqual(await errors(app), []);
  }));

test("a report is chosen on the Reports screen: a template, then a section less, seen before it is saved", () =>
  withApp([], async (app) => {
    await app.shows("Try the sample book");
    await openSample(app);
    await app.press("g", "e");
    const charts = () => app.run(() => [...document.querySelectorAll("[data-chart]")].map((chart) => chart.dataset.chart));
    await app.until("the whole report", async () => (await charts()).length >= 8);
    await app.click("button", "Template");
    await app.click("[role=menuitemradio]", "What AI costs");
    await app.until("the executive's charts", async () => (await charts()).length === 4);
    await app.click("button", "Leave out: Spend over time");
    await app.until("one chart less", async () => (await charts()).join() === "usage-distribution,roi,kpi");
    await app.shows("Save as PDF");
  }));

test("the Book screen says whom it protects, and checks that the book is whole when asked", () =>
  withApp([], async (app) => {
    await app.shows("Try the sample book");
    await collectErrors(app);
    await openSample(app);
    await app.press("g", "b");
    await app.shows("Smallest group");
    await app.click("button", "Check that the book is whole");
    await app.shows("The book is whole");
    assert.deepEqual(await errors(app), []);
  }));

test("the period menu opens and leads to another period; a month is found by typing it", () =>
  withApp([], async (app) => {
    await app.shows("Try the sample book");
    await collectErrors(app);
    await openSample(app);
    await app.click("button", "Period");
    await app.click("[role=menuitemradio]", "2026 so far");
    await app.until("the year", async () => /from=2026-01-01/.test(await app.run(() => location.hash)));
    await app.press([KEY.control, "k"]);
    await app.press(..."sept");
    await app.until("the month", () => app.run(() => document.querySelector("[role=option]")?.innerText.includes("September 2026")));
    await app.press(KEY.enter);
    await app.until("the month’s days", async () => /from=2026-09-01/.test(await app.run(() => location.hash)));
    assert.deepEqual(await errors(app), []);
  }));

test("a bill given at the start is previewed with its totals, imported, drilled into and taken back", async () => {
  const book = newBook("bill.counterfoil");
  await withApp([book, written("anthropic-cost.csv", BILL)], async (app) => {
    await app.shows("anthropic-cost.csv");
    assert.match(await app.text("[data-preview]"), /1,902\.44/);
    await app.click("[data-import]");
    await app.shows("Undo");
    await app.press("g", "s");
    await app.until("a mark to drill into", () => app.run(() => document.querySelector(".marks [data-go]") !== null));
    const before = await app.run(() => location.hash);
    await app.run(() => document.querySelector(".marks [data-go]").focus());
    await app.press(KEY.enter);
    await app.until("another place", async () => (await app.run(() => location.hash)) !== before);
    await app.press([KEY.alt, KEY.left]);
    await app.until("the way back", async () => (await app.run(() => location.hash)) === before);
    await app.press([KEY.control, "z"]);
    await app.until("the import to be gone", () => app.run(() => document.querySelector(".marks [data-go]") === null));
  });
});

test("from import to the figures behind a chart by keys alone", async () => {
  const book = newBook("keys.counterfoil");
  await withApp([book, written("keys-cost.csv", BILL)], async (app) => {
    await app.shows("keys-cost.csv");
    await tabTo(app, "Import 1 file");
    await app.press(KEY.enter);
    await app.shows("Undo");
    await app.press([KEY.control, "k"]);
    await app.press(..."spend");
    await app.until("the palette's answer", () => app.run(() => document.querySelector("[role=option]") !== null));
    await app.press(KEY.enter);
    await app.until("the spend screen", async () => (await heading(app)) === "Spend");
    await app.press("t");
    await app.until("the table of the chart", () => app.run(() => document.querySelector("table") !== null));
    await app.press("?");
    await app.shows("Keyboard shortcuts");
    await app.press(KEY.escape);
    await app.press("g", "i");
    await app.shows("keys-cost.csv");
  });
});

/** Presses Tab until the focus is on what has this name. */
async function tabTo(app, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await app.run(() => document.activeElement?.textContent.trim());
    if (focused === name) return;
    await app.press(KEY.tab);
  }
  assert.fail(`Tab does not reach ${name}`);
}

for (const theme of ["light", "dark"]) {
  test(`axe-core finds nothing wrong with any screen in ${theme}`, () =>
    withApp([], async (app) => {
      await app.shows("Try the sample book");
      await app.run((theme) => localStorage.setItem("theme", theme), theme);
      await app.run(() => location.reload());
      await app.shows("Try the sample book");
      assert.deepEqual(await app.accessibilityFaults(), []);
      await openSample(app);
      for (const [key, title] of [...SCREENS, ["i", "Imports"]]) {
        await app.press("g", key);
        await app.until(title, async () => (await heading(app)) === title);
        assert.deepEqual(await app.accessibilityFaults(), [], title);
      }
      await app.run(() => localStorage.removeItem("theme"));
    }));
}
