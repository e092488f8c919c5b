import { useLoad } from '@shared/api/useLoad';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposalView } from '../../../api/types';
import { useMoney } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { categories, dismissProposal, taxClasses } from '../api/products';
import { ProductDrawer } from './ProductDrawer';
import styles from './Products.module.css';
import { Mark } from '../../../core/Mark';

export interface ProposalActions {
  readonly pending: boolean;
  accept(this: void, proposal: ProposalView): void;
  dismiss(this: void, proposal: ProposalView): void;
  /** Where an accepted one is completed. */
  readonly drawer: ReactNode;
}

/** What can be done with what cashiers added at their tills. */
export function useProposals(onDone: () => void): ProposalActions {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [taken, setTaken] = useState<ProposalView | null>(null);
  const choices = useLoad('', async () => {
    const [categoryViews, taxClassViews] = await Promise.all([categories(), taxClasses()]);
    return { categories: categoryViews, taxClasses: taxClassViews };
  });

  const dismiss = async (proposal: ProposalView): Promise<void> => {
    if (await save(() => dismissProposal(proposal.id))) {
      void message.success(t('dismissed', { name: localName(proposal.name, proposal.nameEn) }));
    }
    onDone();
  };
  return {
    pending,
    accept: setTaken,
    dismiss: (proposal) => void dismiss(proposal),
    drawer: taken !== null && choices.data !== null && (
      <ProductDrawer
        opened={{ kind: 'proposal', proposal: taken }}
        choices={choices.data}
        onClose={() => setTaken(null)}
        onDone={() => {
          setTaken(null);
          onDone();
        }}
      />
    ),
  };
}

interface ProposalItemProps {
  readonly proposal: ProposalView;
  readonly actions: ProposalActions;
}

export function ProposalItem({ proposal, actions }: ProposalItemProps) {
  const { t } = useTranslation('products');
  const language = useLanguage();
  const localName = useLocalName();
  const money = useMoney();
  const open = proposal.state === 'open';
  return (
    <div className={styles['proposal']}>
      <span>
        <strong>{localName(proposal.name, proposal.nameEn)}</strong>{' '}
        <span className="figures">{money.full(proposal.priceMinor)}</span>
        <br />
        <span className={`${styles['hint'] ?? ''} figures`}>
          {proposal.barcode} · {localName(proposal.staffName, proposal.staffNameEn)} · {proposal.tillName} ·{' '}
          {formatTime(proposal.atMs, 'dayTime', language)}
        </span>
        {open && proposal.knownAs != null && <Mark tone="warn">{t('knownAlready')}</Mark>}
      </span>
      {open ? (
        <span className={styles['proposalActions']}>
          {proposal.knownAs == null && (
            <Button size="small" type="primary" ghost onClick={() => actions.accept(proposal)}>
              {t('accept')}
            </Button>
          )}
          <Button size="small" disabled={actions.pending} onClick={() => actions.dismiss(proposal)}>
            {t('dismiss')}
          </Button>
        </span>
      ) : (
        <Mark tone={proposal.state === 'accepted' ? 'good' : 'calm'}>{t(`states.${proposal.state}`)}</Mark>
      )}
    </div>
  );
}
