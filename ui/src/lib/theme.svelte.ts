import type { ThemeName } from '$api';

export type ThemeChoice = 'system' | ThemeName;

const CHOICES: ThemeChoice[] = ['system', 'light', 'dark'];
const system = window.matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: as the system says, or as chosen here. */
class Theme {
  choice = $state<ThemeChoice>(
    CHOICES.find((choice) => choice === localStorage.getItem('theme')) ?? 'system',
  );
  #dark = $state(system.matches);

  name = $derived<ThemeName>(this.choice === 'system' ? (this.#dark ? 'dark' : 'light') : this.choice);

  constructor() {
    system.addEventListener('change', (event) => (this.#dark = event.matches));
  }

  next = () => {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'system';
    localStorage.setItem('theme', this.choice);
    if (this.choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  };
}

export const theme = new Theme();
