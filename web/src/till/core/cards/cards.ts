import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AskCardRequest,
  AskCodeRequest,
  BeginCardRequest,
  CardAmountRequest,
  CardPaymentRequest,
  CardsView,
  OpenRefundRequest,
  RefusalView,
  TillView,
  VoiceRequest,
} from '../../api/types';
import { sendViewCommand } from '../commands';
import { useTillPart } from '../tillStore';

export const askCard = (request: AskCardRequest): Promise<TillView> => sendViewCommand('cards/ask', request);
export const sayCardAmount = (request: CardAmountRequest): Promise<TillView> =>
  sendViewCommand('cards/amount', request);
export const askCode = (request: AskCodeRequest): Promise<TillView> => sendViewCommand('cards/ask-code', request);
export const printCode = (request: CardPaymentRequest): Promise<TillView> =>
  sendViewCommand('cards/print-code', request);
export const chooseVoice = (request: VoiceRequest): Promise<TillView> => sendViewCommand('cards/voice', request);
export const cancelCard = (request: CardPaymentRequest): Promise<TillView> => sendViewCommand('cards/cancel', request);
export const beginCard = (request: BeginCardRequest): Promise<TillView> => sendViewCommand('cards/begin', request);
export const refundAgain = (request: OpenRefundRequest): Promise<TillView> =>
  sendViewCommand('cards/refunds/again', request);
export const refundInCash = (request: OpenRefundRequest): Promise<TillView> =>
  sendViewCommand('cards/refunds/in-cash', request);
export const dropRefund = (request: OpenRefundRequest): Promise<TillView> =>
  sendViewCommand('cards/refunds/drop', request);

/** Card payments; null where the till has no terminal. */
export const useCards = (): CardsView | null => useTillPart(({ view }) => view?.cards ?? null);

/** Why nothing came of a payment, in a sentence: by the bank's code, else by the terminal's reason. */
export function useCardReason(): (reason: RefusalView | null | undefined) => string {
  const { t, i18n } = useTranslation('cards');
  const problemText = useProblemText();
  return useCallback(
    (reason) => {
      if (reason === null || reason === undefined) {
        return '';
      }
      const code = reason.parameters?.['code'];
      return code !== undefined && code !== '00' && i18n.exists(`cards:codes.${code}`)
        ? t('byCode', { why: t(`codes.${code}`), code })
        : problemText(new Refusal(reason.code, reason.parameters ?? {}, 0));
    },
    [t, i18n, problemText],
  );
}
