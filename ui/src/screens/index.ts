/** The screens of a book, in the order of the sidebar. `keys` follow `g`. */
export interface ScreenInfo {
  id: string;
  label: string;
  keys: string;
}

export const SCREENS: ScreenInfo[] = [
  { id: 'overview', label: 'Overview', keys: 'o' },
  { id: 'spend', label: 'Spend', keys: 's' },
  { id: 'invoices', label: 'Invoices', keys: 'v' },
  { id: 'people', label: 'People & adoption', keys: 'p' },
  { id: 'licences', label: 'Licences & renewals', keys: 'l' },
  { id: 'models', label: 'Models', keys: 'm' },
  { id: 'roi', label: 'KPIs & ROI', keys: 'k' },
  { id: 'signals', label: 'Budgets & signals', keys: 'd' },
  { id: 'imports', label: 'Imports', keys: 'i' },
  { id: 'reports', label: 'Reports', keys: 'e' },
  { id: 'book', label: 'Book', keys: 'b' },
];
