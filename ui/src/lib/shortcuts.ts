import { isTyping } from '../kit/focus';
import { SCREENS } from '../screens';
import { place } from './place.svelte';
import { session } from './session.svelte';

/** Within this time after `g` the next letter names a screen. */
const CHORD_MS = 1200;
let chordUntil = 0;

const CONTROL: Record<string, () => void> = {
  k: () => (session.open = session.open === 'palette' ? 'none' : 'palette'),
  o: () => void session.chooseFiles(),
  enter: () => {
    const isReady = place.route.screen === 'import' && !place.route.item && !session.progress;
    if (isReady && session.ready.length > 0) void session.commit();
  },
  z: () => {
    if (session.notice?.undo.length) void session.undo(session.notice.undo);
  },
};

const PLAIN: Record<string, () => void> = {
  '/': () => (session.open = 'palette'),
  '?': () => (session.open = 'help'),
  g: () => (chordUntil = Date.now() + CHORD_MS),
  i: () => nearest('[data-explain]')?.click(),
  t: () => nearest('[data-table]')?.click(),
  Escape: stepBack,
};

/** The keys that work anywhere in the window. */
export function press(event: KeyboardEvent) {
  if (event.defaultPrevented) return;
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? undefined : CONTROL[event.key.toLowerCase()];
  if (event.altKey) return { ArrowLeft: place.back, ArrowRight: place.forward }[event.key];
  if (event.key === 'F1') return PLAIN['?'];
  if (isTyping(event) || document.querySelector('dialog[open]')) return undefined;
  const screen = Date.now() < chordUntil && SCREENS.find(({ keys }) => keys === event.key);
  chordUntil = 0;
  if (screen && session.book) return () => place.go(place.on(screen.id));
  return PLAIN[event.key];
}

/** In the figure or chart that has the focus or the pointer, or else the first one. */
function nearest(selector: string): HTMLElement | null {
  const around =
    document.activeElement?.closest('.figure, .chart') ??
    document.querySelector('.figure:hover, .chart:hover');
  return (around ?? document).querySelector<HTMLElement>(selector);
}

function stepBack() {
  if (session.notice) session.notice = null;
  else if (!session.progress) place.back();
}
