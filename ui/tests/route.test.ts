import { expect, test } from 'vitest';
import { fromHash, screenRoute, toHash, withFilter, withInput } from '../src/lib/route';
import { newestOnly } from '../src/lib/newest';

test('a route survives the location hash, whatever its texts contain', () => {
  const route = screenRoute('spend', {
    from: '2026-09-01',
    by: 'team',
    filters: [{ dimension: 'team', values: ['R&D = fun?', 'Zürich, Ops #2'] }],
    inputs: { 'sort:spend': '-amount', rate: '0.5' },
    names: true,
  });
  expect(fromHash(toHash(route))).toEqual(route);
});

test('an empty hash is the overview with everything left to Rust', () => {
  expect(fromHash('')).toEqual(screenRoute('overview'));
});

test('a second value of a dimension replaces the first', () => {
  const route = withFilter(withFilter(screenRoute('spend'), 'team', 'Claims'), 'team', 'Platform');
  expect(route.filters).toEqual([{ dimension: 'team', values: ['Platform'] }]);
});

test('`by` is the route’s own and not an input of the screen', () => {
  expect(withInput(screenRoute('spend'), 'by', 'team')).toMatchObject({ by: 'team', inputs: {} });
});

test('while one request is under way only the newest of the others is kept', async () => {
  const ask = newestOnly();
  const ran: number[] = [];
  let finish = () => {};
  const first = new Promise<undefined>((done) => (finish = () => done(undefined)));
  ask(async () => {
    await first;
    ran.push(1);
  });
  for (const value of [2, 3, 4]) ask(async () => void ran.push(value));
  finish();
  await new Promise((done) => setTimeout(done));
  expect(ran).toEqual([1, 4]);
});
