/** Which way an arrow key points in a list. */
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The position an arrow key leads to, or nothing for other keys. */
export function stepOf(key: string, at: number, count: number): number | undefined {
  return count > 0 ? STEPS[key]?.(at, count - 1) : undefined;
}

/** Moves the focus along `elements` with the arrow keys; says whether the key was one. */
export function moveFocus(event: KeyboardEvent, elements: HTMLElement[]): boolean {
  const at = elements.findIndex((element) => element === document.activeElement);
  const next = stepOf(event.key, at, elements.length);
  if (next === undefined) return false;
  event.preventDefault();
  elements[next]?.focus();
  return true;
}

/** Whether the keyboard is writing text at the moment. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLInputElement && !['range', 'checkbox', 'button'].includes(target.type);
}
