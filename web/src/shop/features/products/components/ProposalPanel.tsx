import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../core/Frame';
import { linkTo } from '../../../core/route';
import { proposals } from '../api/products';
import { ProposalItem, useProposals } from './Proposals';
import styles from './Products.module.css';
import { useRefresh } from '../../../core/useRefresh';

const most = 4;

/** The newest unknown barcodes, beside the day's figures. */
export function ProposalPanel() {
  const { t } = useTranslation('products');
  const loaded = useLoad('open', () => proposals(false));
  useRefresh(loaded);
  const actions = useProposals(loaded.reload);
  return (
    <Panel title={t('proposalsTitle')} extra={<a href={linkTo('proposals')}>{t('seeAll')}</a>}>
      <LoadedView loaded={loaded}>
        {(list) =>
          list.length === 0 ? (
            <span className={styles['hint']}>{t('noProposals')}</span>
          ) : (
            <ul className={styles['plainList']}>
              {list.slice(0, most).map((proposal) => (
                <li key={proposal.id}>
                  <ProposalItem proposal={proposal} actions={actions} />
                </li>
              ))}
            </ul>
          )
        }
      </LoadedView>
      {actions.drawer}
    </Panel>
  );
}
