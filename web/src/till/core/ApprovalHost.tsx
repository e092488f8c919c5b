import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../api/types';
import { ApprovalContext, type ApprovalQuestion } from './approval';
import { Dialog } from './Dialog';
import { PinForm } from './PinForm';

interface Asked extends ApprovalQuestion {
  answer(this: void, approval: Approval | null): void;
}

/** Asks a second person for consent whenever something below needs it. */
export function ApprovalHost({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('core');
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback(
    (question: ApprovalQuestion) =>
      new Promise<Approval | null>((resolve) => {
        setAsked({
          ...question,
          answer: (approval) => {
            setAsked(null);
            resolve(approval);
          },
        });
      }),
    [],
  );
  return (
    <ApprovalContext value={ask}>
      {children}
      {asked !== null && (
        <Dialog
          title={t('approval.title')}
          width={400}
          onClose={() => {
            asked.answer(null);
          }}
        >
          <p>
            {asked.right === null
              ? t('approval.again')
              : t('approval.text', { right: t(`refusal:rights.${asked.right}`) })}
          </p>
          <PinForm
            withNumber
            submitLabel={t('approval.submit')}
            pending={false}
            problem={asked.problem}
            onSubmit={(number, pin) => {
              asked.answer({ number, pin });
            }}
          />
        </Dialog>
      )}
    </ApprovalContext>
  );
}
