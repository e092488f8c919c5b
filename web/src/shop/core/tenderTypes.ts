import { useLocalName } from '@shared/i18n/useLanguage';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { shopApi } from '../api/shopApi';
import type { TenderType, TenderTypeView } from '../api/types';

// One list for every name on every page: it is short and changes seldom.
let known: readonly TenderTypeView[] | null = null;
let asked = false;
const listeners = new Set<() => void>();

/** Asks for the owner's tenders again, after a change of them. */
export async function reloadTenderTypes(): Promise<readonly TenderTypeView[]> {
  known = await shopApi.get<readonly TenderTypeView[]>('tender-types');
  for (const listener of listeners) {
    listener();
  }
  return known;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The owner's tenders; empty until they are known. */
export function useTenderTypes(): readonly TenderType[] {
  const views = useSyncExternalStore(subscribe, () => known);
  useEffect(() => {
    if (!asked) {
      asked = true;
      // Without them the codes stand, and the next page asks again.
      reloadTenderTypes().catch(() => {
        asked = false;
      });
    }
  }, []);
  return (views ?? []).map((view) => view.tenderType);
}

/** The name of a kind of tender: as a record carries it, or as the owner's list has it now. */
export function useTenderName(): (kind: string, name?: string | null, nameEn?: string | null) => string {
  const { t } = useTranslation('core');
  const localName = useLocalName();
  const types = useTenderTypes();
  return (kind, name, nameEn) => {
    if (kind === 'cash' || kind === 'card') {
      return t(`tenders.${kind}`);
    }
    const type = types.find((candidate) => candidate.code === kind);
    return localName(name ?? type?.name ?? kind, name == null ? type?.nameEn : nameEn);
  };
}
