import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react';

interface Shortcut {
  readonly layer: number;
  readonly keys: readonly string[];
  readonly inFields: boolean;
  press(key: string): void;
}

const LayerContext = createContext(0);
const shortcuts: Shortcut[] = [];
const openLayers: number[] = [0];
let nextLayer = 1;

/** Hands a key to the uppermost layer's newest shortcut for it. */
export function pressKey(key: string, inField: boolean): boolean {
  const top = openLayers.at(-1);
  const shortcut = shortcuts.findLast(
    (candidate) => candidate.layer === top && candidate.keys.includes(key) && (!inField || candidate.inFields),
  );
  shortcut?.press(key);
  return shortcut !== undefined;
}

/** What is inside gets the keys alone as long as it is shown: the content of a dialog. */
export function KeyLayer({ children }: { readonly children: ReactNode }) {
  const [layer] = useState(() => nextLayer++);
  useEffect(() => {
    openLayers.push(layer);
    return () => {
      openLayers.splice(openLayers.indexOf(layer), 1);
    };
  }, [layer]);
  return <LayerContext value={layer}>{children}</LayerContext>;
}

interface ShortcutOptions {
  readonly enabled?: boolean;
  /** Works while a text field has the focus, too; always so for F keys and Escape. */
  readonly inFields?: boolean;
}

/** Presses `press` when one of the keys is pressed and this component's layer is the uppermost. */
export function useShortcut(
  keys: string | readonly string[],
  press: (key: string) => void,
  options: ShortcutOptions = {},
): void {
  const { enabled = true, inFields } = options;
  const layer = useContext(LayerContext);
  const handle = useEffectEvent(press);
  const joined = typeof keys === 'string' ? keys : keys.join('\n');
  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    const list = joined.split('\n');
    const always = list.every((key) => /^F\d|^Escape$/.test(key));
    const shortcut: Shortcut = { layer, keys: list, inFields: inFields ?? always, press: (key) => handle(key) };
    shortcuts.push(shortcut);
    return () => {
      shortcuts.splice(shortcuts.indexOf(shortcut), 1);
    };
  }, [joined, enabled, inFields, layer]);
}
