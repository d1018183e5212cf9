/** A book of examples in place of the window's commands: for tests and for `npm run dev`. Never shipped. */
import type {
  Api,
  BarView,
  BookBadge,
  CanvasSize,
  Choice,
  CommandError,
  Figure,
  FileDrag,
  PreviewView,
  Route,
  ScreenView,
  TableView,
} from '../lib/api';
import { fromHash, type FullRoute, screenRoute, toHash } from '../lib/route';
import { stacked, why } from './chart';
import { mapper } from './mapper';

export type * from '../lib/api';

const SAMPLE: BookBadge = {
  name: 'Larkfield Mutual',
  file: 'larkfield.counterfoil',
  path: '/home/ada/books/larkfield.counterfoil',
  sample: true,
  read_only: false,
  status: 'saved · copy of 22 Nov 2026',
  caution: '',
};

const NO_BOOK: CommandError = { code: 'no-book', message: 'No book is open.', hint: '' };

let book: BookBadge | null = null;
let waiting: PreviewView[] = [];
let drag: (drag: FileDrag) => void = () => undefined;

/** How long a screen takes, in milliseconds; only tests make it long. */
export const pace = { screen: 0, mapper: 0 };

/** What happened, for tests to look at. */
export const calls: string[] = [];

/** Puts the examples back to the start: no book, nothing dropped. */
export function reset() {
  book = null;
  waiting = [];
  calls.length = 0;
  pace.screen = 0;
  pace.mapper = 0;
}

/** Drops an example file on the window. */
export function dropFile(change: Partial<PreviewView> = {}) {
  waiting = [...waiting, { ...preview(waiting.length + 1), ...change }];
  drag('dropped');
}

export function dragOver(isOver: boolean) {
  drag(isOver ? 'over' : 'left');
}

function choice(id: string, label: string, selected = false, go: Route | null = null): Choice {
  return { id, label, selected, go, ask: '' };
}

function bar(route: FullRoute): BarView {
  return {
    periods: [
      choice('2026-09', 'Sep 2026', true, { ...route, from: '2026-09-01', to: '2026-10-01' }),
      choice('2026-08', 'Aug 2026', false, { ...route, from: '2026-08-01', to: '2026-09-01' }),
    ],
    period: route.from === '2026-08-01' ? 'Aug 2026' : 'Sep 2026',
    comparison: 'against Aug',
    currencies: [
      choice('USD', 'USD', true, route),
      choice('EUR', 'EUR', false, { ...route, currency: 'EUR' }),
    ],
    measures: [choice('billed', 'Billed', true, route)],
    filters: route.filters.map(({ dimension, values }) => ({
      label: `${dimension}: ${values.join(', ')}`,
      without: { ...route, filters: route.filters.filter((filter) => filter.dimension !== dimension) },
    })),
    dimensions: [choice('team', 'Team'), choice('model', 'Model')],
    names: choice('names', route.names ? 'Names shown' : 'Names hidden', route.names, {
      ...route,
      names: !route.names,
    }),
  };
}

const figure = (key: string, label: string, value: string, unit: string, detail: string): Figure => ({
  key,
  label,
  value,
  unit,
  detail,
  tone: key === 'billed' ? 'bad' : 'neutral',
  estimated: key === 'value',
  explain: why,
});

const FIGURES: Figure[] = [
  figure('billed', 'Billed in September', '$143,218', 'provisional', '▲ +$24,906, +21 %, over plan'),
  figure('people', 'People', '244', 'of 285 active', '41 zero · 12 unknown'),
  figure('idle', 'Idle seats', '$8,640', 'a month', '$5,400 reducible 3 Nov'),
  figure('forecast', 'Forecast, December', '$168k', '141–203', 'breaches in week 47'),
  figure('value', 'Value, 4 initiatives', '+$262k', 'P50', 'P10 −405 · P90 +1,110'),
];

function undoing(at: number): Choice {
  return { ...choice(`undo:${at}`, 'Undo'), ask: `Take import ${at} out of the book?` };
}

function imports(count: number): TableView {
  return {
    key: 'imports',
    title: 'Imports',
    columns: [
      { key: 'file', label: 'File', align: 'left', sorts: false },
      { key: 'rows', label: 'Rows', align: 'right', sorts: true },
    ],
    rows: Array.from({ length: count }, (_, at) => ({
      cells: [`anthropic-cost-${at}.csv`, String(at * 17)],
      go: screenRoute('rows', { item: String(at) }),
      actions: [choice(`correct:${at}`, 'Correct'), undoing(at)],
      tone: 'neutral',
    })),
    totals: ['Total', String(count)],
    count,
    note: '',
  };
}

function blocks(route: FullRoute, canvas: CanvasSize): ScreenView['blocks'] {
  const half = Math.floor((canvas.width - 32) / 2);
  const rate = Number(route.inputs.rate ?? 1);
  if (route.screen === 'imports') return [{ span: 12, block: { type: 'table', ...imports(1000) } }];
  if (route.screen === 'people') {
    const actions = [choice('import', 'Import files')];
    return [
      {
        span: 12,
        block: { type: 'empty', title: 'No people yet', text: 'A seat export brings them.', actions },
      },
    ];
  }
  return [
    { span: 12, block: { type: 'figures', figures: FIGURES } },
    { span: 12, block: { type: 'chart', ...stacked('spend', canvas.width, canvas.theme, rate) } },
    { span: 6, block: { type: 'chart', ...stacked('distribution', half, canvas.theme) } },
    { span: 6, block: { type: 'chart', ...stacked('roi', half, canvas.theme, rate) } },
    {
      span: 12,
      block: {
        type: 'controls',
        title: 'Assumptions',
        controls: [
          {
            type: 'slider',
            key: 'rate',
            label: 'Share of saved hours realised',
            min: 0,
            max: 2,
            step: 0.1,
            value: 1,
            shown: `${rate * 50} %`,
            source: 'pilot, June 2026',
          },
          {
            type: 'select',
            key: 'by',
            label: 'Split by',
            choices: [choice('vendor', 'Vendor', true), choice('team', 'Team'), choice('tool', 'Tool')],
          },
        ],
        actions: [],
      },
    },
    { span: 12, block: { type: 'note', tone: 'warn', text: 'Two invoices of September are still open.' } },
    { span: 4, block: { type: 'facts', title: 'This book', facts: [{ label: 'Imports', value: '12' }] } },
  ];
}

function preview(id: number): PreviewView {
  return {
    id,
    file: `anthropic-cost-${id}.csv`,
    format: 'Anthropic cost export',
    confidence: 'certain',
    why: ['all 9 of its columns are here', 'every amount is a number'],
    status: 'ready',
    can_map: true,
    can_reread: false,
    message: '',
    chips: [
      { label: 'Encoding', value: 'UTF-8' },
      { label: 'Delimiter', value: 'comma' },
    ],
    settings: [
      {
        key: 'format',
        label: 'Format',
        shown: 'as recognised',
        choices: [choice('', 'as recognised', true), choice('openai-cost-csv', 'OpenAI cost export')],
        secret: false,
        hint: '',
        wanted: false,
      },
    ],
    totals: [{ measure: 'Billed', amount: '$1,902.44', exact: '1902.440000000001' }],
    stated: [
      {
        label: 'The file’s own total of cost_usd, row 513 (Total)',
        amount: '$1,998.44',
        read: '$1,902.44',
        difference: '−$96.00',
      },
    ],
    period: '1 – 30 Sep 2026',
    counts: '512 rows: 498 new, 14 skipped',
    invoice: null,
    rows: {
      ...imports(3),
      key: 'rows',
      rows: imports(3).rows.map((row) => ({ ...row, go: null, actions: [] })),
    },
    problems: [
      {
        severity: 'warning',
        what: 'Total rows were left out',
        hint: 'They repeat what the rows above say.',
        count: 14,
        examples: ['row 42, usage_date_utc: Total'],
        can_skip: true,
        can_fix: true,
      },
    ],
    fixes: [],
    questions: [],
    changes: { ...imports(0), key: 'changes', title: 'What it changes in the book', count: 0 },
  };
}

function opened(name: string): Promise<BookBadge> {
  calls.push(name);
  book = SAMPLE;
  return Promise.resolve(SAMPLE);
}

async function commit(ids: number[], heard: Parameters<Api['commit']>[1]) {
  calls.push(`commit ${ids.join()}`);
  for (const fraction of [0.25, 0.75, 1]) {
    heard({
      file: 'anthropic-cost-1.csv',
      position: '1 of 1',
      fraction,
      text: '120,000 rows, 84,000 a second, 12 s left',
    });
    await new Promise((done) => setTimeout(done, 20));
  }
  waiting = waiting.filter(({ id, status }) => !ids.includes(id) && status !== 'unchanged');
  return {
    summary: '1 file imported, $1,902.44 billed',
    refused: [],
    imports: ['7'],
    cancelled: false,
    go: screenRoute('overview', { item: 'new' }),
  };
}

const start = () =>
  Promise.resolve({
    version: '0.1.0',
    recent: [
      {
        id: 1,
        name: 'Larkfield Mutual',
        path: '/home/ada/books/larkfield.counterfoil',
        opened: '22 Nov 2026',
        copies: [{ id: '2026-11-21', label: '21 Nov 2026' }],
      },
    ],
    book,
  });

export const api: Api = {
  start,
  openRecent: (id) => opened(`openRecent ${id}`),
  chooseBook: () => opened('chooseBook'),
  newBook: () => opened('newBook'),
  restore: (id, copy) => opened(`restore ${id} ${copy}`),
  saveCopy: () =>
    Promise.resolve({ path: '/home/ada/copy.counterfoil', message: 'A copy of the book is in /home/ada.' }),
  openSample: () => opened('openSample'),
  closeBook: () => {
    book = null;
    return start();
  },
  screen: (asked, canvas) => {
    const route = fromHash(toHash(asked));
    calls.push(`screen ${route.screen} ${route.inputs.rate ?? ''}`.trim());
    const unknown = {
      code: 'unknown-screen',
      message: 'There is no such screen.',
      hint: 'Choose one in the sidebar.',
    };
    if (route.screen === 'broken') return Promise.reject(unknown);
    const view = { route, title: route.screen, bar: bar(route), blocks: blocks(route, canvas) };
    return new Promise((resolve) => setTimeout(() => resolve(view), pace.screen));
  },
  palette: (text) =>
    Promise.resolve(
      [
        { label: 'Spend', hint: 'Screen', shortcut: 'g s', go: screenRoute('spend'), command: null },
        {
          label: 'Claude Sonnet',
          hint: 'Model',
          shortcut: '',
          go: screenRoute('spend', { item: 'sonnet' }),
          command: null,
        },
        { label: 'Import files', hint: 'Command', shortcut: 'Ctrl O', go: null, command: 'import' },
      ].filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())),
    ),
  dimensionValues: (_, text) =>
    Promise.resolve(
      ['Claims', 'Platform', 'Underwriting']
        .filter((value) => value.toLowerCase().includes(text.toLowerCase()))
        .map((value) => choice(value, value)),
    ),
  chooseFiles: () => {
    waiting = [
      preview(1),
      {
        ...preview(2),
        status: 'unchanged',
        can_reread: true,
        message: 'Already imported on 2 Oct 2026.',
      },
    ];
    return Promise.resolve(waiting);
  },
  correct: (id) => {
    calls.push(`correct ${id}`);
    waiting = [{ ...preview(3), message: `It takes the place of import ${id}.` }];
    return Promise.resolve(waiting);
  },
  pending: () => (book || waiting.length === 0 ? Promise.resolve(waiting) : Promise.reject(NO_BOOK)),
  choose: (id, change) => {
    calls.push(`choose ${id} ${JSON.stringify(change)}`);
    waiting = waiting.map((preview) =>
      preview.id === id
        ? { ...preview, status: 'ready', can_reread: false, message: '', settings: [] }
        : preview,
    );
    return Promise.resolve(waiting);
  },
  mapper: (id, draft) => {
    calls.push(`mapper ${id} ${draft?.targets?.join() ?? ''}`.trim());
    const file = waiting.find((preview) => preview.id === id) ?? preview(id);
    return new Promise((resolve) => setTimeout(() => resolve(mapper(id, draft, file)), pace.mapper));
  },
  keepMapping: (id, draft) => {
    calls.push(`keepMapping ${id} ${draft.name}`);
    waiting = waiting.map((preview) =>
      preview.id === id ? { ...preview, status: 'ready', message: '', format: draft.name ?? '' } : preview,
    );
    return Promise.resolve(waiting);
  },
  saveMapping: () => Promise.resolve({ path: '/tmp/x', message: 'mapping.toml saved' }),
  commit,
  cancelImport: () => {
    calls.push('cancelImport');
    return Promise.resolve();
  },
  discard: (ids) => {
    waiting = waiting.filter((preview) => !ids.includes(preview.id));
    return Promise.resolve();
  },
  undo: (id) => {
    calls.push(`undo ${id}`);
    return Promise.resolve({
      summary: 'Import 7 taken back',
      refused: [],
      imports: [],
      cancelled: false,
      go: screenRoute('imports'),
    });
  },
  confirm: (press) => {
    calls.push(`confirm ${press}`);
    return Promise.resolve({
      summary: 'Confirmed. 2 of 3 identities matched (67 %).',
      refused: [],
      imports: [press],
      cancelled: false,
      go: screenRoute('people'),
    });
  },
  problems: () => Promise.resolve(imports(2)),
  saveProblems: () => Promise.resolve({ path: '/tmp/x', message: 'problems.csv saved' }),
  saveChart: (_, key, format) => Promise.resolve({ path: '/tmp/x', message: `${key}.${format} saved` }),
  saveReport: (_, format) => Promise.resolve({ path: '/tmp/x', message: `report.${format} saved` }),
  saveScenario: () => Promise.resolve({ path: '/tmp/x', message: 'scenario.toml saved' }),
  chartText: (_, key) => {
    calls.push(`chartText ${key}`);
    return Promise.resolve('Month\tBilled\n');
  },
  onDrag: (heard) => {
    drag = heard;
    return Promise.resolve();
  },
};
