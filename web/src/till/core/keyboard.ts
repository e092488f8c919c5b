/** A barcode scanner acts as a keyboard: it types faster than anyone and ends with Enter. Keys this close are a machine's. */
const rapidGapMs = 35;
/** After so long a new burst begins: someone types, or the next code is scanned. */
const personGapMs = 150;
/** A busy device may deliver a scanner's keys late; so long its burst goes on, lest half a barcode be sold as another. */
const longestGapMs = 300;
const shortestCode = 4;
/** How long a key waits for the next one before it counts as typed by a person. */
const settleMs = 45;

interface Key {
  readonly key: string;
  readonly atMs: number;
}

export type ScanHandler = (code: string) => void;
export type KeyHandler = (key: string, inField: boolean) => boolean;

interface Field {
  readonly element: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

let burst: Key[] = [];
let dispatched = 0;
let field: Field | null = null;
let timer: number | undefined;
let lastMissedMs = Number.NEGATIVE_INFINITY;
let onScan: ScanHandler | null = null;
let onCard: () => void = () => undefined;
/** Takes the focus back to the card terminal's page; null while that is not open. */
let toCardPage: (() => void) | null = null;
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

const rapidGaps = (): number =>
  burst.filter((key, index) => key.atMs - (burst[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY) <= rapidGapMs).length;

/** What a stripe reader types: nobody may see, keep or look for it. */
const isCardData = (text: string): boolean => /%B\d|;\d+[=D]/i.test(text);

/** What the burst says when a machine typed it; null when a person did. */
function scannedCode(): string | null {
  const mostlyRapid = rapidGaps() * 10 >= (burst.length - 1) * 6;
  return burst.length >= shortestCode && mostlyRapid ? burst.map(({ key }) => key).join('') : null;
}

// Keys wait a moment for the next one, so that a scanner's digits do not press the keypad's.
function settle(): void {
  window.clearTimeout(timer);
  // What begins like a stripe presses nothing, however slowly it comes.
  const begun = burst.map(({ key }) => key).join('');
  if (/^%B\d|^;\d/i.test(begun)) {
    return;
  }
  const keys = burst.slice(dispatched);
  dispatched = burst.length;
  for (const { key } of keys) {
    onKey(key, field !== null);
  }
}

function reset(): void {
  window.clearTimeout(timer);
  burst = [];
  dispatched = 0;
  field = null;
}

function onCharacter(event: KeyboardEvent): void {
  const last = burst.at(-1);
  const mayBeScanner = rapidGaps() >= 2;
  if (last === undefined || event.timeStamp - last.atMs > (mayBeScanner ? longestGapMs : personGapMs)) {
    settle();
    reset();
    field = editable(event.target);
  }
  burst.push({ key: event.key, atMs: event.timeStamp });
  if (field === null && event.key !== ' ') {
    event.preventDefault();
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(settle, rapidGaps() >= 2 ? longestGapMs : settleMs);
}

function onEnter(event: KeyboardEvent): void {
  if (isCardData(burst.map(({ key }) => key).join(''))) {
    event.preventDefault();
    event.stopPropagation();
    if (field !== null) {
      restore(field);
    }
    reset();
    onCard();
    return;
  }
  const last = burst.at(-1);
  const inTime = last !== undefined && event.timeStamp - last.atMs <= longestGapMs;
  const code = inTime && onScan !== null ? scannedCode() : null;
  if (code === null) {
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

// The card terminal's page is open: keys that miss it are dropped, and the next ones go where they belong.
function onKeyBesideCardPage(event: KeyboardEvent, focus: () => void): void {
  const now = event.timeStamp;
  const rapid = now - lastMissedMs <= personGapMs;
  if (event.key.length === 1 && event.key !== ' ') {
    lastMissedMs = now;
    event.preventDefault();
    event.stopPropagation();
    focus();
  } else if (event.key === 'Enter' && rapid) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function onKeyDown(event: KeyboardEvent): void {
  if (toCardPage !== null) {
    onKeyBesideCardPage(event, toCardPage);
    return;
  }
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

// What a person typed counts before what they tap. A tapped button does not take the focus: Enter goes on to mean "confirm" and not "the last button again".
function onMouseDown(event: MouseEvent): void {
  if (rapidGaps() < 2) {
    settle();
  }
  if (event.target instanceof Element && event.target.closest('button') !== null) {
    event.preventDefault();
  }
}

/** Begins to listen to the whole page's keys. */
export function startKeyboard(keys: KeyHandler): () => void {
  onKey = keys;
  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('mousedown', onMouseDown);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('mousedown', onMouseDown);
    reset();
  };
}

/** Says who gets scanned codes; null for nobody. */
export function setScanHandler(handler: ScanHandler | null): void {
  onScan = handler;
}

/** Says who is told that a card was swiped where none is expected. */
export function setCardHandler(handler: () => void): void {
  onCard = handler;
}

/**
 * Stops listening while the card terminal's page is open: what is typed there is not for this page.
 * @param focus brings the focus back to that page
 * @returns begins to listen again
 */
export function pauseKeyboard(focus: () => void): () => void {
  reset();
  toCardPage = focus;
  return () => {
    toCardPage = null;
  };
}
