/**
 * Gives what came in the shape of what was there: every part that says the same is the same object as before, so that whoever
 * shows it need not draw again.
 */
export function share<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) {
    return after;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item: unknown, index) => share(before[index], item));
    return (
      before.length === items.length && items.every((item, index) => Object.is(item, before[index])) ? before : items
    ) as T;
  }
  if (!isRecord(before) || !isRecord(after)) {
    return after;
  }
  const names = Object.keys(after);
  const record: Record<string, unknown> = {};
  let same = Object.keys(before).length === names.length;
  for (const name of names) {
    record[name] = share(before[name], after[name]);
    same &&= Object.is(record[name], before[name]);
  }
  return (same ? before : record) as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
