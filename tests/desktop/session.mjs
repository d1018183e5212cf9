// Opens the desktop app under WebDriver. `cargo xtask test desktop` starts the driver and says where things are.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

// webdriverio is one of the interface's packages, so that there is one lock file.
const { remote } = createRequire(new URL("../../ui/package.json", import.meta.url))("webdriverio");

const { COUNTERFOIL_CLI, COUNTERFOIL_DESKTOP, COUNTERFOIL_DRIVER_PORT, COUNTERFOIL_TEST_FOLDER } = process.env;

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
  const app = await remote({
    hostname: "127.0.0.1",
    port: Number(COUNTERFOIL_DRIVER_PORT),
    logLevel: "error",
    capabilities: {
      // The driver speaks classic WebDriver only.
      "wdio:enforceWebDriverClassic": true,
      "tauri:options": { application: COUNTERFOIL_DESKTOP, args },
    },
  });
  try {
    await journey(app);
  } catch (error) {
    await app.saveScreenshot(scratch(`failed-${Date.now()}.png`));
    throw error;
  } finally {
    await app.deleteSession();
  }
}
