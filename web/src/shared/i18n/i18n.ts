import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import zh from './zh-CN.json';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'guitai.language';

type Texts = Record<string, unknown>;

/** What `import.meta.glob` gives of the features' `i18n` folders, eagerly and by default export: path → texts. */
export type TextFiles = Record<string, Texts>;

/**
 * Starts translations for one page. Each feature's texts become a namespace named after its folder.
 * @param files the entry's own text files
 */
export async function startI18n(files: TextFiles): Promise<void> {
  const resources: Record<Language, Record<string, Texts>> = { 'zh-CN': { ...zh }, en: { ...en } };
  for (const [path, texts] of Object.entries(files)) {
    const match = /\/([^/]+)\/i18n\/(zh-CN|en)\.json$/.exec(path);
    if (match?.[1] !== undefined) {
      resources[match[2] as Language][match[1]] = texts;
    }
  }
  await i18next.use(initReactI18next).init({
    resources,
    lng: storedLanguage(),
    fallbackLng: 'zh-CN',
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  applyLanguage();
}

/** Switches the page's language and remembers it on this device. */
export async function setLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  await i18next.changeLanguage(language);
  applyLanguage();
}

function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'zh-CN' || stored === 'en') {
      return stored;
    }
  } catch {
    // As above.
  }
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

function applyLanguage(): void {
  document.documentElement.lang = i18next.language;
}
