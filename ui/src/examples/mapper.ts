/** The mapper of an example file: a draft in, a view out, as Rust would answer. */
import type { Choice, Draft, MapperView, PreviewView } from '../lib/api';

const TARGETS = [
  ['', 'not imported'],
  ['turn', 'rows: one for each cell'],
  ['day', 'Day'],
  ['provider', 'Vendor'],
  ['billed', 'Amount billed'],
] as const;

const COLUMNS: [string, string[], string, string][] = [
  ['Bokföringsdatum', ['2026-09-03', '2026-09-04'], 'day', 'certain'],
  ['Leverantör', ['OpenAI', 'Anthropic', 'Figma'], 'provider', 'certain'],
  ['Belopp SEK', ['1 234,50', '−12,25', 'se bilaga'], 'billed', 'likely'],
  ['Attest', ['MK'], '', ''],
];

const choice = (id: string, label: string, selected: boolean): Choice => ({
  id,
  label,
  selected,
  go: null,
  ask: '',
});

export function mapper(id: number, asked: Draft | null, preview: PreviewView): MapperView {
  const targets = asked?.targets?.length ? asked.targets : COLUMNS.map(([, , target]) => target);
  const draft: Required<Draft> = {
    name: '',
    table: 0,
    kind: 'charge',
    fixed: {},
    dates: '',
    decimal: '',
    overlap: 'content',
    heading: '',
    value: '',
    encoding: '',
    delimiter: '',
    header: '',
    sheet: '',
    ...asked,
    targets,
  };
  const lacks = !targets.includes('billed');
  return {
    id,
    file: preview.file,
    draft,
    tables: [],
    kinds: [choice('charge', 'a charge', true), choice('usage', 'usage', false)],
    targets: TARGETS.map(([target, label]) => choice(target, label, targets.includes(target))),
    columns: COLUMNS.map(([name, samples, proposed, sure], at) => ({
      name,
      samples,
      target: targets[at] ?? '',
      confidence: targets[at] === proposed ? sure : 'your choice',
      proposed,
      is_guess: false,
      bar: [
        { kind: 'valid', share: 75, text: '9 can be used' },
        { kind: 'error', share: 25, text: '3 cannot be used' },
      ],
    })),
    fixed: [
      {
        target: 'currency',
        label: 'Currency',
        value: draft.fixed.currency ?? '',
        choices: [choice('SEK', 'SEK', draft.fixed.currency === 'SEK')],
        wanted: !draft.fixed.currency && !targets.includes('currency'),
      },
    ],
    settings: [
      {
        key: 'dates',
        label: 'Dates',
        shown: 'day or month first?',
        choices: [
          choice('dmy', 'day first: 03/04/2026 is 3 Apr 2026', draft.dates === 'dmy'),
          choice('mdy', 'month first: 03/04/2026 is 4 Mar 2026', draft.dates === 'mdy'),
        ],
        secret: false,
        hint: '',
        wanted: draft.dates === '',
      },
    ],
    missing: lacks ? ['Say which column holds the amount.'] : [],
    is_open: lacks,
    left_out: COLUMNS.filter((_, at) => !targets[at]).map(([name]) => name),
    source: [
      { number: '1', kind: 'above the table', struck: true, cells: ['Leverantörsreskontra'] },
      { number: '3', kind: 'headings', struck: false, cells: COLUMNS.map(([name]) => name) },
      { number: '4', kind: '', struck: false, cells: ['2026-09-03', 'OpenAI', '1 234,50', 'MK'] },
      { number: '16', kind: 'total', struck: true, cells: ['Summa', '', '1 222,25', ''] },
    ],
    rows: 'All 12 rows',
    is_brief: false,
    preview: { ...preview, counts: lacks ? '12 rows: 12 skipped' : '12 rows: 9 new, 3 refused' },
    toml: 'id = "example"\n',
  };
}
