import { EditOutlined } from '@ant-design/icons';
import { Pairs, Panel } from '@shared/desk/Frame';
import { Mark } from '@shared/desk/Mark';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LinkView } from '../../../api/types';
import styles from './Issuers.module.css';

interface LinkPanelProps {
  readonly link: LinkView;
  /** Null for whoever may not change it. */
  readonly onEdit: (() => void) | null;
}

/** How the link to one issuer stands. */
export function LinkPanel({ link, onEdit }: LinkPanelProps) {
  const { t } = useTranslation('issuers');
  const { state } = link;
  return (
    <Panel
      title={link.issuer}
      extra={
        <span className={styles['head']}>
          <Mark tone={link.ready ? 'good' : 'bad'}>{t(link.ready ? 'up' : 'down')}</Mark>
          {onEdit !== null && (
            <Button size="small" icon={<EditOutlined aria-hidden="true" />} onClick={onEdit}>
              {t('edit')}
            </Button>
          )}
        </span>
      }
    >
      <Pairs
        rows={[
          [
            t('addresses'),
            link.addresses.map((address) => (
              <div key={address} className={styles['address']}>
                {address} <small>{t(state?.connected.includes(address) === true ? 'connected' : 'notConnected')}</small>
              </div>
            )),
          ],
          [t('acquirer'), link.acquirer],
          [t('inFlight'), String(state?.inFlight ?? 0)],
          [t('asked'), String(state?.asked ?? 0)],
          [t('answered'), String(state?.answered ?? 0)],
          [t('unanswered'), String(state?.unanswered ?? 0)],
          [t('late'), String(state?.late ?? 0)],
          [t('wrongMac'), String(state?.wrongMac ?? 0)],
          [t('waits'), `${String(link.answerMs / 1000)} s`],
          [t('owed'), String(link.owed)],
          state == null || state.lastProblem === '' ? null : [t('lastProblem'), state.lastProblem],
        ]}
      />
    </Panel>
  );
}
