import { useLanguage } from '@shared/i18n/useLanguage';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardsView } from '../../../api/types';
import { chime } from '../../../core/sound';
import { useMoney } from '../../../core/useMoney';

/** A chime, and the words where this device has a voice for their language. */
function say(text: string, language: string): void {
  chime();
  const voices = 'speechSynthesis' in window ? window.speechSynthesis.getVoices() : [];
  const voice = voices.find((each) => each.lang.toLowerCase().startsWith(language.slice(0, 2)));
  if (voice !== undefined) {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    window.speechSynthesis.speak(words);
  }
}

/** Says aloud what came in by code: each payment once, as it is seen to end. What ended before this page was there is not said. */
export function useVoice(cards: CardsView | null): void {
  const { t } = useTranslation('pay');
  const language = useLanguage();
  const money = useMoney();
  const underWay = useRef(new Set<string>());
  useEffect(() => {
    // Some browsers have no voices before they are asked for the first time.
    if ('speechSynthesis' in window) {
      window.speechSynthesis.getVoices();
    }
  }, []);
  useEffect(() => {
    if (cards === null) {
      return;
    }
    for (const payment of cards.payments) {
      if (payment.wallet != null && payment.kind === 'Sale') {
        underWay.current.add(payment.id);
      }
    }
    for (const payment of cards.ended) {
      if (underWay.current.delete(payment.id) && payment.state === 'Approved' && cards.voice) {
        const amount = money.full(payment.amountMinor ?? 0).replace(money.symbol, '');
        say(t('codes.said', { wallet: t(`core:wallets.${payment.wallet ?? ''}`), amount }), language);
      }
    }
  }, [cards, language, money, t]);
}
