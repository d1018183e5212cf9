import {
  api,
  type BookBadge,
  type CanvasSize,
  type Choice,
  type CommandError,
  type Draft,
  type FileChange,
  type ImportResult,
  type PreviewView,
  type ProgressView,
  type Route,
  type Saved,
  type ScreenView,
  type StartView,
  type TableView,
} from '$api';
import { newestOnly } from './newest';
import { place } from './place.svelte';
import { screenRoute } from './route';
import { theme } from './theme.svelte';
import { words } from './words';

/** The files a report can be. */
export const REPORTS = ['pdf', 'xlsx', 'html'] as const;

/** Something to tell: in the corner, read aloud, with what can be done about it. */
export interface Notice {
  text: string;
  details: string[];
  undo: string[];
  go: Route | null;
  isError: boolean;
}

/** What the window shows at the moment. The book itself is Rust's. */
class Session {
  start = $state.raw<StartView | null>(null);
  view = $state.raw<ScreenView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  notice = $state.raw<Notice | null>(null);
  previews = $state.raw<PreviewView[]>([]);
  progress = $state.raw<ProgressView | null>(null);
  isCancelling = $state(false);
  isReading = $state(false);
  /** Files were dropped before there was a book to put them in. */
  isWaiting = $state(false);
  isDragging = $state(false);
  isSlow = $state(false);
  problems = $state.raw<TableView | null>(null);
  open = $state<'none' | 'palette' | 'help'>('none');
  /** What waits for a yes. */
  asking = $state.raw<Choice | null>(null);

  book = $derived<BookBadge | null>(this.start?.book ?? null);
  ready = $derived(this.previews.filter((preview) => preview.status === 'ready'));

  #ask = newestOnly();
  #problemsOf = '';

  /** Reads what there is: the books opened before, the open book, files the window was started with. */
  begin = async () => {
    await api.onDrag((drag) => {
      this.isDragging = drag === 'over';
      if (drag === 'dropped') void this.#preview(api.pending);
    });
    await this.#preview(api.pending);
  };

  /** Asks for the screen of a route; of many questions in a row only the last is sure to be asked. */
  load = (route: Route, canvas: CanvasSize) =>
    this.#ask(async () => {
      const slow = setTimeout(() => (this.isSlow = true), 300);
      try {
        this.view = await api.screen(route, canvas);
        this.failure = null;
      } catch (error) {
        this.failure = asError(error);
      }
      clearTimeout(slow);
      this.isSlow = false;
    });

  openRecent = (id: number) => this.#openBook(() => api.openRecent(id));
  openSample = () => this.#openBook(api.openSample);
  openBook = () => this.#openBook(api.chooseBook);
  newBook = () => this.#openBook(api.newBook);
  restore = (id: number, copy: string) => this.#openBook(() => api.restore(id, copy));
  saveCopy = () => this.attempt(async () => this.#saved(await api.saveCopy()));

  closeBook = () =>
    this.attempt(async () => {
      this.start = await api.closeBook();
      this.view = null;
      this.notice = null;
      place.adjust(screenRoute('overview'));
    });

  chooseFiles = () => this.#preview(api.chooseFiles);

  /** Asks for the file of an import, to be read once more in its place. */
  correct = (id: string) => this.#preview(() => api.correct(id));

  /** Says something about one file; it is read again. */
  choose = (id: number, change: FileChange) =>
    this.attempt(async () => {
      this.isReading = true;
      try {
        this.previews = await api.choose(id, change);
      } finally {
        this.isReading = false;
      }
    });

  /** Reads a file by a mapping and keeps it if it has a name; says whether that worked. */
  keepMapping = async (id: number, draft: Draft) => {
    let isKept = false;
    await this.attempt(async () => {
      this.isReading = true;
      try {
        this.previews = await api.keepMapping(id, draft);
        isKept = true;
      } finally {
        this.isReading = false;
      }
    });
    return isKept;
  };

  saveMapping = (id: number, draft: Draft) =>
    this.attempt(async () => this.#saved(await api.saveMapping(id, draft)));

  leaveOut = (ids: number[]) =>
    this.attempt(async () => {
      await api.discard(ids);
      this.previews = this.previews.filter((preview) => !ids.includes(preview.id));
      if (this.previews.length === 0) this.#leaveImport();
    });

  /** Imports what is ready. */
  commit = () =>
    this.attempt(async () => {
      this.isCancelling = false;
      this.progress = { file: '', position: '', fraction: 0, text: '' };
      try {
        const ids = this.ready.map((preview) => preview.id);
        const result = await api.commit(ids, (progress) => (this.progress = progress));
        this.#imported(result, await api.pending());
      } finally {
        this.progress = null;
      }
    });

  cancelImport = () =>
    this.attempt(async () => {
      this.isCancelling = true;
      await api.cancelImport();
    });

  undo = (imports: string[]) =>
    this.attempt(async () => {
      for (const id of [...imports].reverse()) {
        const { summary, refused } = await api.undo(id);
        this.notice = { text: summary, details: refused, undo: [], go: null, isError: false };
      }
      await this.#refresh();
      this.reload();
    });

  /** Confirms who an identity is, or a rule about how keys are named; it can be taken back. */
  confirm = (press: string) =>
    this.attempt(async () => {
      const { summary, imports } = await api.confirm(press);
      this.notice = { text: summary, details: [], undo: imports, go: null, isError: false };
      this.reload();
    });

  /** Does what a button says, or asks first. */
  act = (choice: Choice) => {
    if (choice.go) place.go(choice.go);
    else if (choice.ask) this.asking = choice;
    else this.run(choice.id);
  };

  /** Runs a command by its id, as the palette, buttons of empty states and of table rows name it. */
  run = (command: string) => {
    const [name = '', argument = ''] = command.split(':', 2);
    const known: Record<string, () => unknown> = {
      import: this.chooseFiles,
      sample: this.openSample,
      new: this.newBook,
      open: this.openBook,
      close: this.closeBook,
      copy: this.saveCopy,
      theme: theme.next,
      help: () => (this.open = 'help'),
      undo: () => this.undo([argument]),
      correct: () => this.correct(argument),
      confirm: () => this.confirm(argument),
      problems: () =>
        this.attempt(async () => {
          this.problems = await api.problems(argument);
          this.#problemsOf = argument;
        }),
      'scenario-file': () => this.attempt(async () => this.#saved(await api.saveScenario(place.route))),
      'report-pdf': () => this.saveReport('pdf'),
      'report-xlsx': () => this.saveReport('xlsx'),
      'report-html': () => this.saveReport('html'),
    };
    void known[name]?.();
  };

  saveReport = (format: (typeof REPORTS)[number]) =>
    this.attempt(async () => this.#saved(await api.saveReport(place.route, format)));

  /** The problems on view as a file. */
  saveProblems = () => this.attempt(async () => this.#saved(await api.saveProblems(this.#problemsOf)));

  saveChart = (key: string, format: 'svg' | 'png') =>
    this.attempt(async () => this.#saved(await api.saveChart(place.route, key, format)));

  copyChart = (key: string) =>
    this.attempt(async () => navigator.clipboard.writeText(await api.chartText(place.route, key)));

  /** Does it, and tells when it did not work. */
  attempt = async (task: () => Promise<unknown>) => {
    try {
      await task();
    } catch (error) {
      const { message, hint } = asError(error);
      this.notice = { text: message, details: hint ? [hint] : [], undo: [], go: null, isError: true };
    }
  };

  /** Counts up to have the screen asked for again although the route is the same. */
  version = $state(0);
  reload = () => (this.version += 1);

  #openBook = (ask: () => Promise<BookBadge | null>) =>
    this.attempt(async () => {
      this.isSlow = true;
      const book = await ask().finally(() => (this.isSlow = false));
      if (!book) return;
      await this.#refresh();
      this.view = null;
      this.notice = book.caution ? said(book.caution) : null;
      place.go(screenRoute('overview'));
      this.reload();
      if (this.isWaiting) await this.#preview(api.pending);
    });

  #preview = (ask: () => Promise<PreviewView[]>) =>
    this.attempt(async () => {
      this.isReading = true;
      try {
        this.previews = await ask();
        this.isWaiting = false;
        if (this.previews.length > 0) this.#showPreviews();
      } catch (error) {
        this.isWaiting = asError(error).code === 'no-book';
        if (!this.isWaiting) throw error;
      } finally {
        this.isReading = false;
        await this.#refresh();
      }
    });

  #showPreviews() {
    this.notice = null;
    place.go(screenRoute('import'));
  }

  /** Files that were not taken stay on view: their cards say what they need. */
  #imported(result: ImportResult, waiting: PreviewView[]) {
    const { summary, refused, imports, cancelled, go } = result;
    this.notice = { text: summary, details: refused, undo: imports, go, isError: false };
    this.previews = waiting;
    void this.#refresh();
    if (cancelled || waiting.length > 0) return;
    place.go(go);
    this.reload();
  }

  async #refresh() {
    this.start = await api.start();
  }

  #leaveImport() {
    if (place.canBack) place.back();
    else place.adjust(screenRoute('overview'));
  }

  #saved(saved: Saved | null) {
    if (saved) this.notice = said(saved.message);
  }
}

function said(text: string): Notice {
  return { text, details: [], undo: [], go: null, isError: false };
}

function asError(error: unknown): CommandError {
  if (typeof error === 'object' && error !== null && 'message' in error && 'hint' in error) {
    return error as CommandError;
  }
  return { code: 'unknown', message: words.error.crash, hint: String(error) };
}

export const session = new Session();
