/** The screens of a book, in the order of the sidebar. `keys` follow `g`. */
export interface ScreenInfo {
  id: string;
  label: string;
  keys: string;
}

export const SCREENS: ScreenInfo[] = [
  { id: 'overview', label: 'Overview', keys: 'o' },
  { id: 'spend', label: 'Spend', keys: 's' },
  { id: 'people', label: 'People & adoption', keys: 'p' },
  { id: 'roi', label: 'KPIs & ROI', keys: 'k' },
  { id: 'invoices', label: 'Invoices', keys: 'v' },
  { id: 'imports', label: 'Imports', keys: 'i' },
  { id: 'book', label: 'Book', keys: 'b' },
];
