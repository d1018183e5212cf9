import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const onlyApiKnowsTauri = {
  patterns: [
    {
      group: ['@tauri-apps/*', '**/generated/*', '**/lib/api'],
      message: 'Import from $api: only lib/api.ts knows Tauri and the generated bindings.',
    },
  ],
};

export default ts.config(
  { ignores: ['dist', 'src/generated'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: { 'no-restricted-imports': ['error', onlyApiKnowsTauri] },
  },
  { files: ['*.js', '*.ts'], languageOptions: { globals: { ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['src/lib/api.ts', 'src/examples/*'], rules: { 'no-restricted-imports': 'off' } },
);
