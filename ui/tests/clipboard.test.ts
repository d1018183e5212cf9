import { expect, test } from 'vitest';
import type { TableView } from '$api';
import { figureText, tableText } from '../src/lib/clipboard';

const table = (cells: string[], totals: string[] = []): TableView => ({
  key: 'spend',
  title: 'Spend',
  columns: cells.map((_, at) => ({ key: `c${at}`, label: `Head ${at}`, align: 'left', sorts: false })),
  rows: [{ cells, go: null, tone: 'neutral', actions: [] }],
  totals,
  count: 1,
  note: '',
});

test('a table is copied with heads and sums, one line a row', () => {
  expect(tableText(table(['OpenAI', 'EUR 1.00\nUSD 2.00'], ['Total', '3']))).toBe(
    'Head 0\tHead 1\nOpenAI\tEUR 1.00 / USD 2.00\nTotal\t3\n',
  );
});

test('no text of a file is a formula where it is pasted, and numbers stay numbers', () => {
  const [, row] = tableText(table(['=HYPERLINK("x")', '@a', '+USD 5', '-3.1', '+12 %'])).split('\n');
  expect(row).toBe("'=HYPERLINK(\"x\")\t'@a\t'+USD 5\t-3.1\t+12 %");
});

test('a figure is copied with its formula and what it rests on', () => {
  const explain = {
    what: 'Money on bills.',
    formula: 'Σ billed',
    inputs: [{ label: 'days', value: '31' }],
    coverage: '12 facts',
    notes: [],
    sources: ['bill.csv'],
    rows: null,
  };
  expect(figureText('Billed in October', 'USD 32,781', explain)).toBe(
    'Billed in October: USD 32,781\nMoney on bills.\nHow it is counted: Σ billed\nWith: days 31\nRests on: 12 facts\nFrom: bill.csv\n',
  );
});
