import { render } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';
import App from '../src/App.svelte';
import { session } from '../src/lib/session.svelte';
import { reset } from '../src/examples/api';

/** Opens the window on the start screen; `path` is the location hash. */
export function openWindow(path = '#/overview') {
  reset();
  history.replaceState({ at: 0 }, '', path);
  window.dispatchEvent(new PopStateEvent('popstate', { state: { at: 0 } }));
  Object.assign(session, {
    start: null,
    view: null,
    failure: null,
    notice: null,
    previews: [],
    progress: null,
  });
  session.open = 'none';
  // There is no layout here, so the width of the content is given.
  for (const side of ['clientWidth', 'clientHeight'] as const) {
    Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 1024 });
  }
  return { user: userEvent.setup(), ...render(App) };
}

/** Contrast needs real layout and colours; the desktop journeys check it. */
export async function expectAccessible(root: Element = document.body) {
  const { violations } = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
