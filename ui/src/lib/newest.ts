/**
 * Runs one task at a time and, when it is done, only the newest of those asked for meanwhile:
 * a dragged slider redraws as fast as answers come, never later than its last value.
 */
export function newestOnly(): (task: () => Promise<void>) => void {
  let busy = false;
  let waiting: (() => Promise<void>) | undefined;
  return async function ask(task) {
    if (busy) {
      waiting = task;
      return;
    }
    busy = true;
    let next: (() => Promise<void>) | undefined = task;
    while (next) {
      waiting = undefined;
      await next();
      next = waiting;
    }
    busy = false;
  };
}
