// Opens the desktop app and drives it by WebDriver, which is plain HTTP: https://www.w3.org/TR/webdriver2/
// `cargo xtask test desktop` starts the driver and says in the environment where things are.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const {
  COUNTERFOIL_CLI,
  COUNTERFOIL_DESKTOP,
  COUNTERFOIL_DISPLAY,
  COUNTERFOIL_DRIVER_PORT,
  COUNTERFOIL_TEST_FOLDER,
} = process.env;
const PATIENCE_MS = 20_000;
const AXE = readFileSync(new URL("../../ui/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Keys by name, as WebDriver writes them. */
export const KEY = {
  tab: "\uE004",
  enter: "\uE007",
  control: "\uE009",
  alt: "\uE00A",
  escape: "\uE00C",
  left: "\uE012",
  right: "\uE014",
  down: "\uE015",
};

/** Runs the command line with `args`; answers what it prints. */
export function cli(...args) {
  return execFileSync(COUNTERFOIL_CLI, args, { encoding: "utf8" });
}

/** The path of a file that only this run of the tests sees. */
export function scratch(name) {
  return join(COUNTERFOIL_TEST_FOLDER, name);
}

/** Writes a file that only this run of the tests sees; answers its path. */
export function written(name, text) {
  writeFileSync(scratch(name), text);
  return scratch(name);
}

/** A new book, empty; answers its path. */
export function newBook(name) {
  cli("--book", scratch(name), "book", "new");
  return scratch(name);
}

/** Drags files out of a window of their own over the app's, by the mouse; the answer drops them. */
export async function drag(files) {
  const env = { ...process.env, DISPLAY: COUNTERFOIL_DISPLAY };
  const mouse = (...steps) => execFileSync("xdotool", steps.map(String), { env });
  const script = new URL("drag-source.py", import.meta.url).pathname;
  const source = spawn("/usr/bin/python3", [script, ...files], { env, stdio: ["ignore", "pipe", "inherit"] });
  await once(source.stdout, "data");
  mouse("mousemove", 40, 40, "mousedown", 1);
  for (let step = 1; step <= 10; step += 1) {
    mouse("mousemove", 40 + 60 * step, 40 + 36 * step);
    await pause(50);
  }
  return () => mouse("mouseup", 1);
}

/** Starts the app with `args`, hands its window to `journey`, and closes it whatever happens. */
export async function withApp(args, journey) {
  const app = await App.start({ "tauri:options": { application: COUNTERFOIL_DESKTOP, args } });
  // A file of journeys that takes too long is told to end: the driver has room for one window only.
  const giveUp = () => app.close().finally(() => process.exit(1));
  process.once("SIGTERM", giveUp);
  try {
    await journey(app);
  } finally {
    process.off("SIGTERM", giveUp);
    await app.close();
  }
}

/** The window of a running app. */
export class App {
  #session;

  static async start(capabilities) {
    const app = new App();
    const { sessionId } = await send("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    app.#session = `/session/${sessionId}`;
    return app;
  }

  title() {
    return send("GET", `${this.#session}/title`);
  }

  /** The text of the first element that `css` selects, once it is there and visible. */
  async text(css) {
    return send("GET", `${this.#session}/element/${await this.#find(css)}/text`);
  }

  /** Clicks the first visible element that `css` selects and whose text or name contains `name`. */
  async click(css, name = "") {
    await send("POST", `${this.#session}/element/${await this.#find(css, name)}/click`, {});
  }

  /** Runs a function inside the page and answers what it returns. */
  run(task, ...args) {
    return send("POST", `${this.#session}/execute/sync`, { script: `return (${task})(...arguments)`, args });
  }

  /** Runs an async function inside the page and answers what it promises. */
  async runAsync(task, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      (${task})(...Array.from(arguments).slice(0, -1)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await send("POST", `${this.#session}/execute/async`, { script, args });
    if (error) throw new Error(error);
    return value;
  }

  /** Waits until the window shows a text. */
  shows(text) {
    return this.until(`the text “${text}”`, () =>
      this.run((text) => document.body.innerText.includes(text), text),
    );
  }

  /** Waits until the page answers something truthy. */
  async until(what, ask, patience = PATIENCE_MS) {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > deadline) {
        throw new Error(`waited in vain for ${what}; the window shows:\n${await this.run(() => document.body.innerText)}`);
      }
      await pause(100);
    }
  }

  /** Presses keys one after the other; those in an array together. */
  async press(...keys) {
    const actions = keys.flatMap((key) => {
      const chord = [key].flat();
      const up = chord.map((value) => ({ type: "keyUp", value })).reverse();
      return [...chord.map((value) => ({ type: "keyDown", value })), ...up];
    });
    await send("POST", `${this.#session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** What axe-core finds wrong with the page as it is, one line a finding. */
  async accessibilityFaults() {
    // WebDriver's scripts are not subject to the page's content policy.
    await this.run(`() => { if (!window.axe) { ${AXE} } }`);
    return this.runAsync(async () => {
      const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
    });
  }

  size(width, height) {
    return send("POST", `${this.#session}/window/rect`, { width, height });
  }

  close() {
    return send("DELETE", this.#session);
  }

  async #find(css, name = "") {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      // What is drawn anew while it is looked at is looked for again.
      const element = await this.#visible(css, name).catch((error) => {
        if (!error.message.includes("stale element reference")) throw error;
      });
      if (element) return element;
      if (Date.now() > deadline) throw new Error(`nothing visible matches ${css} ${name}`);
      await pause(100);
    }
  }

  async #visible(css, name) {
    const found = await send("POST", `${this.#session}/elements`, { using: "css selector", value: css });
    for (const reference of found) {
      const element = Object.values(reference)[0];
      if (name && !(await this.#named(reference, name))) continue;
      if (await send("GET", `${this.#session}/element/${element}/displayed`)) return element;
    }
  }

  #named(reference, name) {
    const texts = (element) => `${element.textContent} ${element.getAttribute("aria-label") ?? ""}`;
    return this.run(`(element, name) => (${texts})(element).includes(name)`, reference, name);
  }
}

async function send(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${COUNTERFOIL_DRIVER_PORT}${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}
