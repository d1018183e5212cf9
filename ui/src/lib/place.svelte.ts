import type { Route } from '$api';
import { type FullRoute, fromHash, screenRoute, toHash } from './route';

/** Where one is. The location hash holds it, so back and forward are the browser's own. */
class Place {
  route = $state.raw<FullRoute>(fromHash(location.hash));
  /** Position in the history, to know whether there is a way back and forward. */
  #at = $state(0);
  #last = $state(0);

  canBack = $derived(this.#at > 0);
  canForward = $derived(this.#at < this.#last);

  constructor() {
    window.addEventListener('popstate', (event: PopStateEvent) => {
      this.#at = Number((event.state as { at?: number } | null)?.at ?? 0);
      this.route = fromHash(location.hash);
    });
  }

  /** Goes there; the way back leads here. */
  go = (route: Route) => {
    if (toHash(route) === location.hash) return;
    this.#at += 1;
    this.#last = this.#at;
    history.pushState({ at: this.#at }, '', toHash(route));
    this.route = fromHash(location.hash);
  };

  /** Changes where one is without a step to go back to: sliders, sort orders. */
  adjust = (route: Route) => {
    history.replaceState({ at: this.#at }, '', toHash(route));
    this.route = fromHash(location.hash);
  };

  /** Another screen keeps period, currency, filters and names. */
  on = (screen: string) => {
    const { from, to, currency, filters, names } = this.route;
    return screenRoute(screen, { from, to, currency, filters, names });
  };

  back = () => {
    if (this.canBack) history.back();
  };

  forward = () => {
    if (this.canForward) history.forward();
  };
}

export const place = new Place();
