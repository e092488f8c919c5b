import path from 'node:path';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

// Zones: shared knows nobody; a feature knows shared, its entry's api and core, and itself; an entry's root composes them all.
const src = path.join(import.meta.dirname, 'src');

function zoneOf(file) {
  const [entry, folder, feature] = path.relative(src, file).split(path.sep);
  if (entry === 'shared') return { kind: 'shared' };
  if (folder === 'features') return { kind: 'feature', entry, feature };
  if (folder === 'api' || folder === 'core') return { kind: 'core', entry };
  return { kind: 'root', entry };
}

function allowed(from, to) {
  if (to.kind === 'shared') return true;
  if (from.kind === 'shared') return false;
  if (from.entry !== to.entry) return false;
  if (from.kind === 'root') return true;
  if (to.kind === 'core') return true;
  return from.kind === 'feature' && to.kind === 'feature' && from.feature === to.feature;
}

const zones = {
  meta: { type: 'problem', schema: [], messages: { zone: '{{from}} must not import {{to}}' } },
  create(context) {
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const target = source.startsWith('@shared/')
        ? path.join(src, 'shared', source.slice('@shared/'.length))
        : source.startsWith('.')
          ? path.resolve(path.dirname(context.filename), source)
          : null;
      if (target === null || !target.startsWith(src + path.sep) || !context.filename.startsWith(src + path.sep)) return;
      if (!allowed(zoneOf(context.filename), zoneOf(target))) {
        context.report({
          node,
          messageId: 'zone',
          data: { from: path.relative(src, context.filename), to: path.relative(src, target) },
        });
      }
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/generated'] },
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks, guitai: { rules: { zones } } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'guitai/zones': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-console': 'error',
      'max-lines': ['error', { max: 260, skipBlankLines: true }],
    },
  },
  // One file for the whole of a role's contract.
  { files: ['src/*/api/types.ts'], rules: { 'max-lines': 'off' } },
);
