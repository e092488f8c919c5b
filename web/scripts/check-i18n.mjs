// Fails when a key is missing in either language, when a key in the code has no text, or when the code holds Chinese of its own.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const src = path.join(import.meta.dirname, '..', 'src');
const files = readdirSync(src, { recursive: true });
const problems = [];
const pluralSuffix = /_(zero|one|two|few|many|other)$/;
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

function keysOf(texts, prefix = '') {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`.replace(pluralSuffix, '')] : keysOf(value, `${prefix}${key}.`),
  );
}

/** Entry → namespace → keys. */
const known = new Map();
const namespacesOf = (entry) => known.get(entry) ?? known.set(entry, new Map()).get(entry);

const textFiles = files
  .filter((file) => /(^|\/)(zh-CN|en)\.json$/.test(file))
  .map((file) => file.replace(/en\.json$/, 'zh-CN.json'));
for (const chinese of new Set(textFiles)) {
  const english = chinese.replace(/zh-CN\.json$/, 'en.json');
  let zh;
  let en;
  try {
    zh = read(path.join(src, chinese));
    en = read(path.join(src, english));
  } catch (error) {
    problems.push(`${chinese} and ${english}: ${error.message}`);
    continue;
  }
  const zhKeys = new Set(keysOf(zh));
  const enKeys = new Set(keysOf(en));
  for (const key of zhKeys) if (!enKeys.has(key)) problems.push(`${english}: missing ${key}`);
  for (const key of enKeys) if (!zhKeys.has(key)) problems.push(`${chinese}: missing ${key}`);
  const parts = chinese.split(path.sep);
  const entry = parts[0];
  if (entry === 'shared') {
    for (const namespace of Object.keys(zh)) namespacesOf('shared').set(namespace, new Set(keysOf(zh[namespace])));
  } else {
    namespacesOf(entry).set(parts.at(-3), zhKeys);
  }
}

const comment = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm;
for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
  const entry = file.split(path.sep)[0];
  const code = readFileSync(path.join(src, file), 'utf8').replace(comment, '');
  const chinese = /[\u3400-\u9fff\uff00-\uffef].*/.exec(code);
  if (chinese !== null) problems.push(`${file}: text in the code: ${chinese[0].slice(0, 40)}`);
  const spaces = [...code.matchAll(/useTranslation\((?:'([\w-]+)')?\)/g)].map((match) => match[1] ?? 'common');
  for (const [, key] of code.matchAll(/\bt\(\s*'([^']+)'/g)) {
    const [namespace, name] = key.includes(':') ? key.split(':') : [null, key];
    const has = (space) =>
      (namespacesOf('shared').get(space) ?? new Set()).has(name) ||
      (namespacesOf(entry).get(space) ?? new Set()).has(name);
    const candidates = namespace === null ? (spaces.length === 0 ? ['common'] : spaces) : [namespace];
    if (!candidates.some(has)) problems.push(`${file}: no text for ${key}`);
  }
}

for (const problem of new Set(problems)) console.error(problem);
console.log(problems.length === 0 ? 'i18n: every text stands in both languages' : `i18n: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
