import type { ExplainView, TableView } from '$api';
import { words } from './words';

/** A spreadsheet must not take a text of a file for a formula: what only looks like one gets a mark in front. */
function inert(cell: string): string {
  const line = cell.replace(/\s*[\t\r\n]+\s*/g, ' / ');
  return /^[=@+\-'＝＋－＠]/.test(line) && !/^[+-]?[\d.,\s]+%?$/.test(line) ? `'${line}` : line;
}

/** The cells of a table as text that a spreadsheet takes: heads, rows, sums. */
export function tableText(table: TableView): string {
  const heads = table.columns.map((column) => column.label);
  const rows = table.rows.map((row) => row.cells);
  const lines = [heads, ...rows, ...(table.totals.length > 0 ? [table.totals] : [])];
  return lines.map((cells) => `${cells.map(inert).join('\t')}\n`).join('');
}

/** A figure with what it is, its formula, inputs and sources, for a mail or a note. */
export function figureText(label: string, value: string, explain: ExplainView): string {
  const { formula, inputs, coverage, notes, sources } = words.explain;
  const list = (title: string, lines: string[]) => lines.filter(Boolean).map((line) => `${title}: ${line}`);
  const lines = [
    value ? `${label}: ${value}` : label,
    explain.what,
    ...list(formula, [explain.formula]),
    ...list(
      inputs,
      explain.inputs.map((input) => `${input.label} ${input.value}`),
    ),
    ...list(coverage, [explain.coverage]),
    ...list(notes, explain.notes),
    ...list(sources, explain.sources),
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}
