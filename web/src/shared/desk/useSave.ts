import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Save {
  readonly pending: boolean;
  /**
   * Sends once, however often it is pressed before the answer.
   * @param onChanged loads again what somebody else saved in between
   * @returns false when it was refused or nobody answered; the reader has then been told
   */
  save(this: void, send: () => Promise<unknown>, onChanged?: () => void): Promise<boolean>;
}

/** One form's or button's way to the server. */
export function useSave(): Save {
  const { message, modal } = App.useApp();
  const { t } = useTranslation('desk');
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const busy = useRef(false);

  const save: Save['save'] = async (send, onChanged) => {
    if (busy.current) {
      return false;
    }
    busy.current = true;
    setPending(true);
    try {
      await send();
      return true;
    } catch (problem) {
      if (problem instanceof Refusal && problem.code.endsWith('.changed') && onChanged !== undefined) {
        modal.confirm({
          title: t('changedTitle'),
          content: t('changedText'),
          okText: t('loadAgain'),
          cancelText: t('keepMine'),
          onOk: onChanged,
        });
      } else if (!(problem instanceof Refusal && problem.code === 'login.needed')) {
        void message.error(problemText(problem), 6);
      }
      return false;
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  return { pending, save };
}
