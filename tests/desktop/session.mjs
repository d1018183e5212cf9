// Opens the desktop app and drives it by WebDriver, which is plain HTTP: https://www.w3.org/TR/webdriver2/
// `cargo xtask test desktop` starts the driver and says in the environment where things are.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const { COUNTERFOIL_CLI, COUNTERFOIL_DESKTOP, COUNTERFOIL_DRIVER_PORT, COUNTERFOIL_TEST_FOLDER } = process.env;
const PATIENCE_MS = 20_000;

/** Runs the command line with `args`; answers what it prints. */
export function cli(...args) {
  return execFileSync(COUNTERFOIL_CLI, args, { encoding: "utf8" });
}

/** The path of a file that only this run of the tests sees. */
export function scratch(name) {
  return join(COUNTERFOIL_TEST_FOLDER, name);
}

/** Starts the app with `args`, hands its window to `journey`, and closes it whatever happens. */
export async function withApp(args, journey) {
  const app = await App.start(args);
  try {
    await journey(app);
  } catch (error) {
    await app.screenshot(scratch(`failed-${Date.now()}.png`));
    throw error;
  } finally {
    await app.close();
  }
}

/** The window of a running app. */
class App {
  #session;

  static async start(args) {
    const capabilities = { alwaysMatch: { "tauri:options": { application: COUNTERFOIL_DESKTOP, args } } };
    const app = new App();
    const { sessionId } = await send("POST", "/session", { capabilities });
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

  async click(css) {
    await send("POST", `${this.#session}/element/${await this.#find(css)}/click`, {});
  }

  async screenshot(file) {
    writeFileSync(file, await send("GET", `${this.#session}/screenshot`), "base64");
  }

  close() {
    return send("DELETE", this.#session);
  }

  async #find(css) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await send("POST", `${this.#session}/elements`, { using: "css selector", value: css });
      for (const element of found.map((reference) => Object.values(reference)[0])) {
        if (await send("GET", `${this.#session}/element/${element}/displayed`)) return element;
      }
      if (Date.now() > deadline) throw new Error(`nothing visible matches ${css}`);
      await pause(100);
    }
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
