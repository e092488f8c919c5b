// Makes src/generated/ROLE.ts from openapi/ROLE.json, so that a page cannot disagree with its server about a record.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

mkdirSync(path('src/generated'), { recursive: true });
for (const role of ['till', 'shop', 'host', 'sandbox', 'terminal']) {
  const document = JSON.parse(readFileSync(path(`openapi/${role}.json`), 'utf8'));
  const text = `// Made from openapi/${role}.json by npm run api.\n${astToString(await openapiTS(document, { immutable: true, defaultNonNullable: false }))}`;
  let before = '';
  try {
    before = readFileSync(path(`src/generated/${role}.ts`), 'utf8');
  } catch {
    // The first time.
  }
  if (before !== text) writeFileSync(path(`src/generated/${role}.ts`), text);
}
