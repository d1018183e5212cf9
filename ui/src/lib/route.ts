import type { Route } from '$api';

/** A route with every field there, if only to leave it to Rust. */
export type FullRoute = Required<Route>;

/** A screen with everything left to Rust to choose. */
export function screenRoute(screen: string, rest: Route = {}): FullRoute {
  return {
    screen,
    from: null,
    to: null,
    currency: null,
    measure: null,
    by: null,
    filters: [],
    item: null,
    inputs: {},
    names: false,
    ...rest,
  };
}

const TEXTS = ['from', 'to', 'currency', 'measure', 'by', 'item'] as const;

/** The route as a location hash: `#/spend?from=2026-09-01&is.team=Claims&in.rate=0.1`. */
export function toHash(route: Route): string {
  const query = new URLSearchParams();
  for (const key of TEXTS) {
    const value = route[key];
    if (value) query.set(key, value);
  }
  for (const { dimension, values } of route.filters ?? []) {
    for (const value of values) query.append(`is.${dimension}`, value);
  }
  for (const [key, value] of Object.entries(route.inputs ?? {})) query.set(`in.${key}`, value);
  if (route.names) query.set('names', '1');
  const text = query.toString();
  return `#/${encodeURIComponent(route.screen ?? '')}${text && `?${text}`}`;
}

/** The route of a location hash; what it does not name is left to Rust. */
export function fromHash(hash: string): FullRoute {
  const [screen = '', text = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const route = screenRoute(decodeURIComponent(screen) || 'overview');
  for (const [key, value] of new URLSearchParams(text)) {
    const plain = TEXTS.find((name) => name === key);
    if (plain) route[plain] = value;
    else if (key.startsWith('is.')) addFilter(route, key.slice(3), value);
    else if (key.startsWith('in.')) route.inputs[key.slice(3)] = value;
    else if (key === 'names') route.names = value === '1';
  }
  return route;
}

function addFilter(route: FullRoute, dimension: string, value: string) {
  const filter = route.filters.find((filter) => filter.dimension === dimension);
  if (filter) filter.values.push(value);
  else route.filters.push({ dimension, values: [value] });
}

/** The route with one more accepted value of a dimension. */
export function withFilter(route: FullRoute, dimension: string, value: string): FullRoute {
  const filters = route.filters.filter((filter) => filter.dimension !== dimension);
  return { ...route, filters: [...filters, { dimension, values: [value] }] };
}

/** The route with one input of the screen set. `by`, `measure` and `item` are the route's own. */
export function withInput(route: FullRoute, key: string, value: string): FullRoute {
  if (key === 'by' || key === 'measure' || key === 'item') return { ...route, [key]: value };
  return { ...route, inputs: { ...route.inputs, [key]: value } };
}
