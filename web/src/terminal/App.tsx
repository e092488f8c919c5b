import { setLanguage } from '@shared/i18n/i18n';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from './Message';
import { PayPage } from './PayPage';
import { SetUpPage } from './features/setup/components/SetUpPage';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/**
 * The terminal's own page: `#/pay/TICKET`, `#/set-up/TICKET`; `?language=en` behind it is the till's language, `screen=customer` says that
 * the customer sees this screen already.
 */
export function App() {
  const { t } = useTranslation('core');
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [place, ticket = ''] = path.split('/');
  const options = new URLSearchParams(query);
  const language = options.get('language');
  useEffect(() => {
    if (language === 'en' || language === 'zh-CN') void setLanguage(language);
  }, [language]);
  // The till's page shows a way out of its own until this one is there. Whose page it is, the terminal has decided; nothing is told.
  useEffect(() => {
    if (window.parent !== window) window.parent.postMessage('guitai-terminal', '*');
  }, []);
  if (ticket !== '' && place === 'pay')
    return <PayPage key={ticket} ticket={ticket} atCustomer={options.get('screen') === 'customer'} />;
  if (ticket !== '' && place === 'set-up') return <SetUpPage key={ticket} ticket={ticket} />;
  return <Message title={t('noAddress')} text={t('noAddressText')} />;
}
