import { useLocalName } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import { useTill } from './tillStore';

/** The name of a kind of tender: as the record carries it, or as the owner's list has it now. */
export function useTenderName(): (kind: string, name?: string | null, nameEn?: string | null) => string {
  const { t } = useTranslation('core');
  const localName = useLocalName();
  const types = useTill().view?.till?.tenderTypes ?? [];
  return (kind, name, nameEn) => {
    if (kind === 'cash' || kind === 'card') {
      return t(`tender.${kind}`);
    }
    if (kind.startsWith('code-')) {
      return t(`wallets.${kind.slice('code-'.length)}`, { defaultValue: localName(name ?? kind, nameEn) });
    }
    const type = types.find((candidate) => candidate.code === kind);
    return localName(name ?? type?.name ?? kind, name === null || name === undefined ? type?.nameEn : nameEn);
  };
}

/** True for tenders behind which nothing but the cashier's word stands. */
export function isOwnTender(kind: string): boolean {
  return kind.startsWith('x-');
}
