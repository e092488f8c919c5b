import { useTranslation } from 'react-i18next';
import type { Language } from './i18n';

/** The page's present language. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** Picks a record's name in the page's language; without an English one the Chinese stands. */
export function useLocalName(): (name: string, nameEn: string | null | undefined) => string {
  const language = useLanguage();
  return (name, nameEn) =>
    language === 'en' && nameEn !== null && nameEn !== undefined && nameEn !== '' ? nameEn : name;
}
