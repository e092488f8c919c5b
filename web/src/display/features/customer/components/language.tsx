import type { Language } from '@shared/i18n/i18n';
import i18next from 'i18next';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import styles from './Display.module.css';

const Chosen = createContext<Language>('zh-CN');

interface CustomerLanguageProps {
  /** The store's own language. */
  readonly usual: Language;
  /** Between customers: the next one begins in the store's language. */
  readonly resting: boolean;
  readonly children: ReactNode;
}

/** The customer's language: the store's, until the customer presses the other. The cashier's page keeps its own. */
export function CustomerLanguage({ usual, resting, children }: CustomerLanguageProps) {
  const [choice, setChoice] = useState<{ readonly language: Language; readonly resting: boolean } | null>(null);
  // A choice made while a customer is served ends with them; one made between customers holds for the next.
  if (choice !== null && resting && !choice.resting) {
    setChoice(null);
  } else if (choice?.resting === true && !resting) {
    setChoice({ ...choice, resting: false });
  }
  const language = choice?.language ?? usual;
  const other = language === 'en' ? 'zh-CN' : 'en';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <Chosen value={language}>
      {children}
      <button
        type="button"
        className={styles['language']}
        lang={other}
        onClick={() => setChoice({ language: other, resting })}
      >
        {i18next.t('common:switchLanguage', { lng: language })}
      </button>
    </Chosen>
  );
}

/** The customer's present language. */
export function useCustomerLanguage(): Language {
  return useContext(Chosen);
}

/** Sentences in the customer's language. */
export function useSay(): (id: string, values?: Readonly<Record<string, string>>) => string {
  const lng = useContext(Chosen);
  return (id, values) => i18next.t(`customer:${id}`, { lng, ...values });
}

/** Picks a record's name in the customer's language; without an English one the Chinese stands. */
export function useName(): (name: string, nameEn: string | null | undefined) => string {
  const lng = useContext(Chosen);
  return (name, nameEn) => (lng === 'en' && nameEn !== null && nameEn !== undefined && nameEn !== '' ? nameEn : name);
}
