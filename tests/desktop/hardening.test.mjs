// The page can do nothing but show the book: no foreign script, picture or place, no command but ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "./session.mjs";

test("the page has no global Tauri object and its prototypes are frozen", () =>
  withApp([], async (app) => {
    await app.shows("Counterfoil");
    assert.deepEqual(await app.run(() => [typeof window.__TAURI__, Object.isFrozen(Object.prototype)]), ["undefined", true]);
  }));

test("inline scripts, eval and pictures or data from elsewhere are refused, each with a report", () =>
  withApp([], async (app) => {
    await app.shows("Counterfoil");
    await app.run(() => {
      window.refused = new Set();
      document.addEventListener("securitypolicyviolation", (event) => window.refused.add(event.effectiveDirective));
    });
    await app.run(() => {
      const script = document.createElement("script");
      script.textContent = "window.canary = 'inline'";
      document.body.append(script);
      const image = new Image();
      image.setAttribute("onerror", "window.canary = 'attribute'");
      image.src = "http://127.0.0.1:9/x.png";
      document.body.append(image);
    });
    assert.match(await app.run(() => {
      try {
        return new Function("return 'evaluated'")();
      } catch (error) {
        return error.name;
      }
    }), /EvalError/);
    assert.match(await app.runAsync(() => fetch("http://127.0.0.1:9/").then(String, (error) => error.name)), /TypeError/);
    const reports = ["connect-src", "img-src", "script-src", "script-src-attr", "script-src-elem"];
    await app.until("all reports", async () => (await app.run(() => window.refused.size)) === reports.length);
    assert.deepEqual(await app.run(() => [...window.refused].sort()), reports);
    assert.equal(await app.run(() => window.canary ?? null), null);
  }));

test("the page can neither lead elsewhere nor open another window", () =>
  withApp([], async (app) => {
    await app.shows("Counterfoil");
    const before = await app.run(() => location.href);
    await app.run(() => {
      window.open("http://127.0.0.1:9/");
      location.href = "http://127.0.0.1:9/";
    });
    await new Promise((done) => setTimeout(done, 500));
    assert.equal(await app.run(() => location.href), before);
    await app.shows("Counterfoil");
  }));

test("only our own commands exist, and they refuse what they do not know", () =>
  withApp([], async (app) => {
    await app.shows("Counterfoil");
    const outcomes = await app.runAsync(async () => {
      const canvas = { width: 800, height: 600, theme: "light" };
      const asked = [
        ["plugin:fs|read_text_file", { path: "/etc/passwd" }],
        ["plugin:shell|execute", {}],
        ["plugin:dialog|open", { options: {} }],
        ["plugin:window|close", {}],
        ["plugin:webview|create_webview_window", { options: {} }],
        ["no_such_command", {}],
        ["screen", { route: { screen: "overview", evil: 1 }, canvas }],
        ["screen", { route: { screen: 7 }, canvas }],
        ["commit", { ids: "all" }],
      ];
      const answers = [];
      for (const [command, payload] of asked) {
        answers.push(
          await window.__TAURI_INTERNALS__.invoke(command, payload).then(
            () => `${command} was allowed`,
            () => "refused",
          ),
        );
      }
      return answers;
    });
    assert.deepEqual(new Set(outcomes), new Set(["refused"]));
  }));
