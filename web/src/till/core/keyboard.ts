/** One barcode scanner acts as a keyboard: it types faster than anyone and ends with Enter. */
const longestGapMs = 35;
const longestEnterGapMs = 100;
const shortestCode = 4;
const settleMs = 45;

export type ScanHandler = (code: string) => void;
export type KeyHandler = (key: string, inField: boolean) => boolean;

interface Field {
  readonly element: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

let burst = '';
let dispatched = 0;
let lastAtMs = Number.NEGATIVE_INFINITY;
let field: Field | null = null;
let timer: number | undefined;
let onScan: ScanHandler | null = null;
let onKey: KeyHandler = () => false;

function editable(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio')) {
    return { element: target, value: target.value };
  }
  return null;
}

// React listens to the native setter, so that a controlled field takes the old value back.
function restore({ element, value }: Field): void {
  const prototype = element instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

// Keys wait a moment for the next one, so that a scanner's digits do not press the keypad's.
function settle(): void {
  window.clearTimeout(timer);
  const keys = burst.slice(dispatched);
  dispatched = burst.length;
  for (const key of keys) {
    onKey(key, field !== null);
  }
}

function reset(): void {
  window.clearTimeout(timer);
  burst = '';
  dispatched = 0;
  field = null;
}

function onCharacter(event: KeyboardEvent): void {
  if (event.timeStamp - lastAtMs > longestGapMs) {
    settle();
    reset();
    field = editable(event.target);
  }
  burst += event.key;
  lastAtMs = event.timeStamp;
  if (field === null && event.key !== ' ') {
    event.preventDefault();
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(settle, settleMs);
}

function onEnter(event: KeyboardEvent): void {
  const code = burst;
  const scanned = code.length >= shortestCode && event.timeStamp - lastAtMs <= longestEnterGapMs && onScan !== null;
  if (!scanned) {
    settle();
    reset();
    if (onKey('Enter', editable(event.target) !== null || event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
    }
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (field !== null) {
    restore(field);
  }
  reset();
  onScan?.(code);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
    return;
  }
  if (event.key.length === 1) {
    onCharacter(event);
  } else if (event.key === 'Enter') {
    onEnter(event);
  } else if (event.key !== 'Shift') {
    settle();
    reset();
    if (onKey(event.key, editable(event.target) !== null)) {
      event.preventDefault();
    }
  }
}

/** Begins to listen to the whole page's keys. */
export function startKeyboard(keys: KeyHandler): () => void {
  onKey = keys;
  window.addEventListener('keydown', onKeyDown, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    reset();
  };
}

/** Says who gets scanned codes; null for nobody. */
export function setScanHandler(handler: ScanHandler | null): void {
  onScan = handler;
}
