// The window opens, shows the interface that is built into it, and reads the book it was given.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, scratch, withApp } from "./session.mjs";

const patience = { timeout: 60_000 };

test("the app opens without a book and offers to start one", patience, () =>
  withApp([], async (app) => {
    assert.equal(await app.getTitle(), "Counterfoil");
    await app.$("h1").waitForDisplayed();
  }),
);

test("the app opens the book named on its command line", patience, async () => {
  const book = scratch("opens.counterfoil");
  cli("--book", book, "sample");
  await withApp([book], async (app) => {
    const overview = app.$("nav").$("*=Overview");
    await overview.waitForDisplayed();
    await app.$("main svg").waitForExist();
  });
});
