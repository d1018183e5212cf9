import { screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { calls, dragOver, dropFile, pace } from '../src/examples/api';
import { expectAccessible, openWindow } from './setup';

let user: ReturnType<typeof openWindow>['user'];

beforeEach(() => {
  user = openWindow().user;
});

async function openSample() {
  await user.click(await screen.findByRole('button', { name: /Try the sample book/ }));
  await screen.findByText('$143,218');
}

test('the start screen offers recent books, a new one, the sample and a place to drop', async () => {
  await screen.findByRole('button', { name: /^Larkfield Mutual/ });
  expect(screen.getByRole('button', { name: /New book/ })).toBeTruthy();
  expect(screen.getByText('Drop bills and usage exports here')).toBeTruthy();
  await expectAccessible();
});

test('a recent book can go back to one of its copies', async () => {
  await user.click(await screen.findByRole('button', { name: 'Go back to a copy of Larkfield Mutual' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Copy of 21 Nov 2026' }));
  await waitFor(() => expect(calls).toContain('restore 1 2026-11-21'));
});

test('the sample book opens on the overview and is marked as sample', async () => {
  await openSample();
  expect(calls).toContain('openSample');
  expect(screen.getByText('sample')).toBeTruthy();
  expect(screen.getByRole('link', { name: /Overview/ }).getAttribute('aria-current')).toBe('page');
  await expectAccessible();
});

test('arrow keys move between the marks of a chart, the tip tells, and Enter drills', async () => {
  await openSample();
  const marks = within(screen.getAllByRole('group', { name: /Arrow keys/ })[0] as HTMLElement).getAllByRole(
    'button',
  );
  expect(marks.filter((mark) => mark.getAttribute('tabindex') === '0')).toHaveLength(1);
  marks[0]?.focus();
  await user.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(marks[1]);
  expect(document.querySelector('.tip')?.textContent).toContain('OpenAI, Apr 2026');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(location.hash).toBe('#/spend?is.vendor=OpenAI'));
});

test('letters typed in a list lead to what begins with them', async () => {
  await openSample();
  await user.click(screen.getByRole('link', { name: /Spend/ }));
  await user.click(await screen.findByRole('button', { name: /^Split by/ }));
  await user.keyboard('to');
  expect(document.activeElement?.textContent.trim()).toBe('Tool');
});

test('the table of a chart is one key away and has the same figures', async () => {
  await openSample();
  await user.keyboard('t');
  const table = await screen.findByRole('table');
  expect(within(table).getByText('140000.00')).toBeTruthy();
  await expectAccessible();
  await user.keyboard('t');
  expect(screen.queryByRole('table')).toBeNull();
});

test('`i` says why, Escape closes it and gives the focus back', async () => {
  await openSample();
  await user.keyboard('i');
  const why = await screen.findByRole('dialog', { name: 'Why: Billed in September' });
  expect(within(why).getByText(/Σ billed/)).toBeTruthy();
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Why: Billed in September');
});

test('`g` and a letter lead to a screen, Alt Left leads back', async () => {
  await openSample();
  await user.keyboard('gi');
  await screen.findByRole('table', { name: 'Imports' });
  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  await screen.findByText('$143,218');
});

test('a long table draws only the rows in view, and a heading sorts through the route', async () => {
  await openSample();
  await user.keyboard('gi');
  const table = await screen.findByRole('table', { name: 'Imports' });
  expect(table.getAttribute('aria-rowcount')).toBe('1001');
  expect(within(table).getAllByRole('row').length).toBeLessThan(100);
  await user.click(within(table).getByRole('button', { name: 'Rows' }));
  expect(decodeURIComponent(location.hash)).toContain('in.sort:imports=-rows');
  await waitFor(() =>
    expect(table.querySelector('[aria-sort="descending"]')?.textContent.trim()).toBe('Rows'),
  );
});

test('a heading that does not sort is no button', async () => {
  await openSample();
  await user.keyboard('gi');
  const table = await screen.findByRole('table', { name: 'Imports' });
  expect(within(table).queryByRole('button', { name: 'File' })).toBeNull();
  expect(table.querySelector('[aria-sort]')).toBeNull();
});

test('a file that needs something still waits after the others are imported', async () => {
  await openSample();
  dropFile();
  dropFile({ id: 2, file: 'ledger.csv', status: 'needs-mapping' });
  await user.click(await screen.findByRole('button', { name: 'Import 1 file' }));
  await screen.findByText('1 file imported, $1,902.44 billed');
  expect(screen.getByRole('button', { name: 'Map its columns: ledger.csv' })).toBeTruthy();
  expect(document.querySelector('[data-preview="anthropic-cost-1.csv"]')).toBeNull();
});

test('an import of the journal is taken back once one agrees', async () => {
  await openSample();
  await user.keyboard('gi');
  const undo = () => screen.findByRole('button', { name: 'Undo: anthropic-cost-3.csv' });
  await user.click(await undo());
  const dialog = await screen.findByRole('dialog', { name: 'Take import 3 out of the book?' });
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(calls).not.toContain('undo 3');
  await user.click(await undo());
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(calls).toContain('undo 3'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('`g` and a letter keep period, filters and currency, as the sidebar does', async () => {
  await openSample();
  location.hash = '#/overview?from=2026-08-01&to=2026-09-01&currency=EUR&is.team=Claims';
  window.dispatchEvent(new PopStateEvent('popstate', { state: { at: 2 } }));
  await user.keyboard('gi');
  await waitFor(() =>
    expect(location.hash).toBe('#/imports?from=2026-08-01&to=2026-09-01&currency=EUR&is.team=Claims'),
  );
});

test('Ctrl Shift Z undoes nothing', async () => {
  await openSample();
  dropFile();
  await user.click(await screen.findByRole('button', { name: 'Import 1 file' }));
  await screen.findByText('1 file imported, $1,902.44 billed');
  await user.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
  expect(calls).not.toContain('undo 7');
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(calls).toContain('undo 7'));
});

test('files that wait are named on every screen, and Ctrl Enter imports them', async () => {
  await openSample();
  dropFile();
  await waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Import 1 file'));
  await user.keyboard('gs');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(calls).not.toContain('commit 1');
  await user.click(await screen.findByRole('link', { name: '1 file waits for you' }));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText('1 file imported, $1,902.44 billed');
  expect(calls).toContain('commit 1');
  expect(screen.queryByRole('link', { name: /waits/ })).toBeNull();
});

test('days that no menu has are written out in the palette', async () => {
  await openSample();
  await user.click(screen.getByRole('button', { name: /^Period:/ }));
  await user.click(screen.getByRole('menuitemradio', { name: 'Other days…' }));
  await screen.findByRole('combobox', { name: 'Search and commands' });
});

test('the palette finds by typing and runs what is chosen', async () => {
  await openSample();
  await user.keyboard('{Control>}k{/Control}');
  const input = await screen.findByRole('combobox');
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(3));
  await expectAccessible();
  await user.type(input, 'sonnet');
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
  await user.keyboard('{Enter}');
  await waitFor(() => expect(location.hash).toBe('#/spend?item=sonnet'));
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('a filter is added by dimension and value, and removed by its chip', async () => {
  await openSample();
  await user.click(screen.getByRole('button', { name: '+ filter' }));
  await user.click(await screen.findByRole('button', { name: 'Team' }));
  await user.keyboard('under');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Claims' })).toBeNull());
  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Remove filter team: Underwriting' }));
  await waitFor(() => expect(location.hash).not.toContain('Underwriting'));
});

test('a slider asks for the screen again with the input set', async () => {
  await openSample();
  const slider = screen.getByRole('slider', { name: 'Share of saved hours realised' }) as HTMLInputElement;
  slider.value = '1.5';
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await waitFor(() => expect(calls).toContain('screen overview 1.5'));
  await screen.findByText('75 %');
});

test('names are hidden until the switch is on, and the switch says so', async () => {
  await openSample();
  await user.click(screen.getByRole('switch', { name: 'Names hidden' }));
  const on = await screen.findByRole('switch', { name: 'Names shown' });
  expect(on.getAttribute('aria-checked')).toBe('true');
});

test('the window reacts to files dragged over it', async () => {
  await openSample();
  dragOver(true);
  await screen.findByText('Drop to look at the files');
  dragOver(false);
  await waitFor(() => expect(screen.queryByText('Drop to look at the files')).toBeNull());
});

test('dropped files are previewed, imported with progress, and can be undone', async () => {
  await openSample();
  dropFile();
  dropFile({ id: 9, file: 'old.csv', status: 'unchanged', message: 'Already imported on 2 Oct 2026.' });
  await screen.findByText('Already imported on 2 Oct 2026.');
  expect(
    screen.getByText('Anthropic cost export', { selector: '[data-preview="anthropic-cost-1.csv"] strong' }),
  ).toBeTruthy();
  expect(screen.getAllByText('$1,902.44')).toHaveLength(2);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Import 1 file' }));
  await screen.findByText(/84,000 a second/);
  await screen.findByText('1 file imported, $1,902.44 billed');
  expect(calls).toContain('commit 1');
  expect(location.hash).toBe('#/overview?item=new');
  expect(screen.getByRole('button', { name: 'Show what was added' })).toBeTruthy();
  await user.keyboard('gs');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Show what was added' })).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('Import 7 taken back');
  expect(calls).toContain('undo 7');
});

test('a file of the book is read anew from its card, and an import is corrected from its row', async () => {
  await openSample();
  dropFile({ id: 9, file: 'old.csv', status: 'unchanged', can_reread: true });
  await user.click(await screen.findByRole('button', { name: 'Read it anew: old.csv' }));
  expect(calls).toContain('choose 9 {"instead":true}');
  await screen.findByRole('button', { name: 'Import 1 file' });
  await user.keyboard('gi');
  const table = await screen.findByRole('table', { name: 'Imports' });
  const [first] = within(table).getAllByRole('button', { name: /^Correct/ });
  if (first) await user.click(first);
  await screen.findByText('It takes the place of import 0.');
  expect(calls).toContain('correct 0');
});

test('what a file needs is asked for in its card and said for that file alone', async () => {
  await openSample();
  dropFile({
    file: 'locked.xlsx',
    status: 'refused',
    message: 'locked.xlsx: it is password-protected; give its password.',
    settings: [
      {
        key: 'password',
        label: 'Password',
        shown: 'needed',
        choices: [],
        secret: true,
        hint: 'It is used to open this file and is kept nowhere.',
        wanted: true,
      },
    ],
  });
  const field = await screen.findByLabelText('Password');
  expect(field.getAttribute('type')).toBe('password');
  await expectAccessible();
  await user.type(field, 'ledger{Enter}');
  await screen.findByRole('button', { name: 'Import 1 file' });
  expect(calls).toContain('choose 1 {"password":"ledger"}');
});

test('a chip of a file changes what it says', async () => {
  await openSample();
  dropFile();
  await user.click(await screen.findByRole('button', { name: /^Format: as recognised, anthropic-cost-1/ }));
  await user.click(screen.getByRole('menuitemradio', { name: 'OpenAI cost export' }));
  await waitFor(() => expect(calls).toContain('choose 1 {"format":"openai-cost-csv"}'));
});

test('an invoice is shown beside its page, corrected and confirmed', async () => {
  await openSample();
  dropFile({
    file: 'invoice.pdf',
    status: 'needs-mapping',
    can_map: false,
    message: 'invoice.pdf: the page does not tell the seller.',
    settings: [],
    invoice: {
      pictures: ['data:image/png;base64,iVBORw0KGgo='],
      fields: [
        { key: 'number', label: 'Invoice number', value: 'A-17', certainty: 'certain' },
        { key: 'seller', label: 'Seller', value: '', certainty: 'none' },
      ],
    },
  });
  await screen.findByRole('img', { name: 'Page 1 of invoice.pdf' });
  expect(screen.getByText('to be confirmed')).toBeTruthy();
  await expectAccessible();
  await user.type(screen.getByLabelText('Seller'), 'Acme AI');
  await user.click(screen.getByRole('button', { name: 'Confirm these fields' }));
  await waitFor(() => expect(calls).toContain('choose 1 {"invoice":{"number":"A-17","seller":"Acme AI"}}'));
});

test('a file nobody knows is mapped by hand with the keyboard and kept under a name', async () => {
  await openSample();
  dropFile({ file: 'ledger.csv', status: 'needs-mapping', format: 'Nobody knows this file yet' });
  await user.click(await screen.findByRole('button', { name: 'Map its columns: ledger.csv' }));
  await screen.findByRole('heading', { name: 'What is in ledger.csv?' });
  await expectAccessible();
  expect(document.querySelector('tr.struck s')?.textContent).toBe('Leverantörsreskontra');
  const amount = screen.getByLabelText('What Belopp SEK becomes');
  await user.selectOptions(amount, '');
  await screen.findByText(/Say which column holds the amount/);
  expect(within(screen.getByLabelText('What comes of it')).getByText('Belopp SEK')).toBeTruthy();
  await user.selectOptions(amount, 'billed');
  await waitFor(() => expect(screen.queryByText(/Say which column/)).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Dates' }));
  await user.click(screen.getByRole('menuitemradio', { name: /day first: 03\/04\/2026 is 3 Apr 2026/ }));
  await user.type(screen.getByLabelText('Keep it as'), 'Vår reskontra{Enter}');
  await screen.findByRole('button', { name: 'Import 1 file' });
  expect(calls).toContain('keepMapping 1 Vår reskontra');
});

test('columns that take long to read are named at once and can be left', async () => {
  await openSample();
  dropFile({ file: 'ledger.csv', status: 'needs-mapping', format: 'Nobody knows this file yet' });
  const map = await screen.findByRole('button', { name: 'Map its columns: ledger.csv' });
  await waitFor(() => expect(document.activeElement).toBe(map));
  pace.mapper = 900;
  await user.click(map);
  await screen.findByRole('heading', { name: 'What is in ledger.csv?' });
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  await screen.findByRole('button', { name: 'Map its columns: ledger.csv' });
});

test('a target that moves to another column leaves the first', async () => {
  await openSample();
  dropFile({ file: 'ledger.csv', status: 'needs-mapping' });
  await user.click(await screen.findByRole('button', { name: 'Map its columns: ledger.csv' }));
  await user.selectOptions(await screen.findByLabelText('What Attest becomes'), 'provider');
  const before: HTMLSelectElement = screen.getByLabelText('What Leverantör becomes');
  expect(before.value).toBe('');
  await waitFor(() => expect(calls).toContain('mapper 1 day,,billed,provider'));
});

test('files dropped before a book is open wait for one', async () => {
  await screen.findByRole('button', { name: /Open a book/ });
  dropFile();
  await screen.findByText('Your files are waiting');
  expect(document.activeElement?.closest('.drop')).toBeTruthy();
  await user.click(screen.getAllByRole('button', { name: /New book/ })[0] as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Import 1 file' }));
  await screen.findByText('1 file imported, $1,902.44 billed');
  expect(calls.filter((call) => !call.startsWith('screen'))).toEqual(['newBook', 'commit 1']);
});

test('what is left out is not imported, and leaving out the last file leads back', async () => {
  await openSample();
  dropFile();
  await user.click(await screen.findByRole('button', { name: 'Leave out: anthropic-cost-1.csv' }));
  await screen.findByText('$143,218');
});

test('an empty screen says what brings it and offers to', async () => {
  await openSample();
  await user.keyboard('gp');
  await screen.findByText('No people yet');
  await user.click(screen.getByRole('button', { name: 'Import files' }));
  await screen.findByRole('button', { name: 'Import 1 file' });
});

test('a screen that fails says what happened and keeps the way out', async () => {
  await openSample();
  history.pushState({ at: 2 }, '', '#/broken');
  window.dispatchEvent(new PopStateEvent('popstate', { state: { at: 2 } }));
  await screen.findByText('There is no such screen.');
  expect(screen.getByText('Choose one in the sidebar.')).toBeTruthy();
});

test('a screen that takes long is named instead of the one before, and its own old figures step back', async () => {
  await openSample();
  pace.screen = 600;
  await user.keyboard('gi');
  expect(screen.getByText('$143,218')).toBeTruthy();
  const coming = await screen.findByText(/Counting what is in the book/);
  expect(within(coming.parentElement as HTMLElement).getByRole('heading', { name: 'Imports' })).toBeTruthy();
  expect(screen.queryByText('$143,218')).toBeNull();
  await expectAccessible();
  const table = await screen.findByRole('table', { name: 'Imports' });
  await user.click(within(table).getByRole('button', { name: 'Rows' }));
  await waitFor(() => expect(table.closest('.old')).toBeTruthy());
  await waitFor(() => expect(table.closest('.old')).toBeNull());
});

test('`?` lists the keys', async () => {
  await openSample();
  await user.keyboard('?');
  const help = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(help).getByText('Ctrl K')).toBeTruthy();
  expect(within(help).getByText('g e')).toBeTruthy();
  await expectAccessible();
  await user.keyboard('{Escape}');
  await user.keyboard('{F1}');
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
});
