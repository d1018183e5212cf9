/** Example charts in the manner of Rust's: a picture without style attributes, and its marks. */
import type { ChartView, ExplainView, MarkView, ThemeName } from '../lib/api';
import { screenRoute } from '../lib/route';

const INK = { light: '#1d1c1a', dark: '#efece5' };
const MUTED = { light: '#6d6a63', dark: '#9c988e' };
const SERIES = { light: ['#0f5c6e', '#4f93a3', '#35506b'], dark: ['#6cc0d2', '#3f8a9b', '#b7c4d6'] };
const VENDORS = ['Anthropic', 'OpenAI', 'Microsoft'];
const MONTHS = ['Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep'];

export const why: ExplainView = {
  what: 'What vendors’ invoices and cost exports say was charged in the period.',
  formula: 'Σ billed = 52,310 + 47,208 + 43,700 = 143,218',
  inputs: [
    { label: 'Anthropic', value: '$52,310' },
    { label: 'OpenAI', value: '$47,208' },
  ],
  coverage: '30 of 30 days, 5 of 5 sources',
  notes: ['September is provisional: two invoices are open.'],
  sources: ['anthropic-cost-2026-09.csv'],
  rows: screenRoute('rows'),
};

/** Stacked columns of three vendors over six months. */
export function stacked(key: string, width: number, theme: ThemeName, rate = 1): ChartView {
  const height = Math.round(Math.min(260, width * 0.34));
  const slot = (width - 60) / MONTHS.length;
  const marks: MarkView[] = [];
  let svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter" font-size="11">`;
  MONTHS.forEach((month, at) => {
    let y = height - 24;
    const x = 40 + at * slot;
    svg += `<text x="${x + slot * 0.34}" y="${height - 8}" fill="${MUTED[theme]}" text-anchor="middle">${month}</text>`;
    VENDORS.forEach((vendor, series) => {
      const h = Math.round((height - 50) * (0.12 + at * 0.02 + series * 0.02) * rate);
      y -= h;
      svg += `<rect x="${x}" y="${y}" width="${slot * 0.68}" height="${h - 1}" fill="${SERIES[theme][series]}"/>`;
      const label = `${vendor}, ${month} 2026`;
      const shape = { type: 'rect' as const, x, y, w: slot * 0.68, h };
      const go = screenRoute('spend', { filters: [{ dimension: 'vendor', values: [vendor] }] });
      marks.push({ key: `${vendor} ${month}`, label, value: `$${h * 211}`, shape, go });
    });
  });
  svg += `<path d="M40 ${height - 24}H${width - 20}" stroke="${INK[theme]}"/></svg>`;
  return {
    key,
    title: 'Claude output tokens drove 62 % of September’s rise',
    subtitle: 'Billed by vendor and month, USD. September is provisional; two invoices are open.',
    svg,
    width,
    height,
    marks,
    alt: 'Billed money rises from April to September; Anthropic grows most.',
    table: {
      key,
      title: '',
      columns: [
        { key: 'month', label: 'Month', align: 'left', sorts: false },
        { key: 'billed', label: 'Billed, USD', align: 'right', sorts: false },
      ],
      rows: MONTHS.map((month, at) => ({
        cells: [`${month} 2026`, `${(90 + at * 10) * 1000}.00`],
        go: screenRoute('rows', { item: month }),
        actions: [],
        tone: 'neutral',
      })),
      totals: ['Total', '690,000.00'],
      count: MONTHS.length,
      note: 'USD.',
    },
    explain: why,
  };
}
