// The window opens, shows the interface that is built into it, and reads the book it was given.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, scratch, withApp } from "./session.mjs";

test("the app opens without a book and shows what to do", () =>
  withApp([], async (app) => {
    assert.equal(await app.title(), "Counterfoil");
    assert.notEqual(await app.text("h1"), "");
  }));

test("the app opens the book named on its command line", async () => {
  const book = scratch("opens.counterfoil");
  cli("--book", book, "sample");
  await withApp([book], async (app) => {
    assert.match(await app.text("nav"), /Overview/);
    await app.text("main svg text");
  });
});
