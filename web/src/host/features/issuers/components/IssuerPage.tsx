import { PlusOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssuerView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { useLive } from '../../../core/live';
import { useMay } from '../../../core/session';
import { IssuerDrawer } from './IssuerDrawer';
import styles from './Issuers.module.css';
import { LinkPanel } from './LinkPanel';
import { OwedPanel } from './OwedPanel';
import { RangePanel } from './RangePanel';

/** The ways to issuers, whose cards are whose, and what issuers still have to be told. */
export function IssuerPage() {
  const { t } = useTranslation('issuers');
  const { view } = useLive();
  const may = useMay();
  const issuers = useList<IssuerView>('issuers');
  const [open, setOpen] = useState<IssuerView | 'new' | null>(null);
  const editOf = (name: string): (() => void) | null => {
    const issuer = issuers.data?.find((one) => one.name === name);
    return may('EditIssuers') && issuer !== undefined ? () => setOpen(issuer) : null;
  };
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        may('EditIssuers') && (
          <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      {view === null ? (
        <Panel>
          <Skeleton active />
        </Panel>
      ) : view.links.length === 0 ? (
        <Panel>
          <Notice title={t('none')} text={t('noneText')} />
        </Panel>
      ) : (
        <div className={styles['links']}>
          {view.links.map((link) => (
            <LinkPanel key={link.issuer} link={link} onEdit={editOf(link.issuer)} />
          ))}
          <OwedPanel />
        </div>
      )}
      <RangePanel issuers={issuers.data ?? []} onChanged={issuers.reload} />
      {open !== null && (
        <IssuerDrawer
          key={open === 'new' ? '' : `${open.name} ${String(open.version)}`}
          issuer={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            issuers.reload();
          }}
        />
      )}
    </Page>
  );
}
