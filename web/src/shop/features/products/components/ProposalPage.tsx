import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, Panel } from '../../../core/Frame';
import { proposals } from '../api/products';
import { ProposalItem, useProposals } from './Proposals';
import styles from './Products.module.css';

/** Everything that cashiers sold before the catalogue knew it. */
export function ProposalPage() {
  const { t } = useTranslation('products');
  const [all, setAll] = useState(false);
  const loaded = useLoad(String(all), () => proposals(all));
  const actions = useProposals(loaded.reload);
  return (
    <Page
      title={t('proposalsTitle')}
      note={t('proposalsNote')}
      actions={
        <Segmented
          aria-label={t('shown')}
          value={all ? 'all' : 'open'}
          onChange={(value) => setAll(value === 'all')}
          options={[
            { value: 'open', label: t('states.open') },
            { value: 'all', label: t('core:all') },
          ]}
        />
      }
    >
      <Panel>
        <LoadedView loaded={loaded}>
          {(list) =>
            list.length === 0 ? (
              <Notice title={t('noProposals')} text={t('noProposalsText')} />
            ) : (
              <ul className={styles['plainList']}>
                {list.map((proposal) => (
                  <li key={proposal.id}>
                    <ProposalItem proposal={proposal} actions={actions} />
                  </li>
                ))}
              </ul>
            )
          }
        </LoadedView>
      </Panel>
      {actions.drawer}
    </Page>
  );
}
