import { PlusOutlined } from '@ant-design/icons';
import type { Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { dateText } from '@shared/desk/days';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark, type Tone } from '@shared/desk/Mark';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuthorityKeyView, ChipsView } from '../../../api/types';
import { useMay } from '../../../core/session';
import { standingOf, type Standing } from './expiry';
import { KeyDrawer } from './KeyDrawer';
import { providerName } from './providers';

const tones: Readonly<Record<Standing, Tone>> = { good: 'good', soon: 'warn', over: 'bad' };

/** Certification authorities' public keys. */
export function KeyPanel({ loaded }: { readonly loaded: Loaded<ChipsView> }) {
  const { t } = useTranslation('chips');
  const may = useMay();
  const [open, setOpen] = useState<AuthorityKeyView | 'new' | null>(null);
  const editable = may('EditIssuers');
  const expiry = (row: AuthorityKeyView) => {
    const standing = standingOf(row.expires);
    return (
      <>
        <span className="figures">{dateText(row.expires)}</span>{' '}
        {standing !== 'good' && <Mark tone={tones[standing]}>{t(`standings.${standing}`)}</Mark>}
      </>
    );
  };
  const columns: readonly TableColumnType<AuthorityKeyView>[] = [
    {
      title: t('provider'),
      key: 'provider',
      render: (_, row) => (
        <>
          {providerName(row.provider)} <code>{row.provider}</code>
        </>
      ),
    },
    {
      title: t('index'),
      key: 'index',
      width: 90,
      render: (_, row) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpen(row)}>
          <code>{row.index}</code>
        </Button>
      ),
    },
    { title: t('length'), key: 'length', width: 110, render: (_, row) => t('bits', { bits: row.bits }) },
    { title: t('expires'), key: 'expires', width: 200, render: (_, row) => expiry(row) },
    {
      title: t('checksum'),
      key: 'checksum',
      render: (_, row) => <code title={row.checksum}>{row.checksum.slice(0, 12)}…</code>,
    },
  ];
  return (
    <Panel
      flush
      title={t('keys')}
      extra={
        editable && (
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
            {t('addKey')}
          </Button>
        )
      }
    >
      <ListTable
        loaded={loaded}
        rows={loaded.data?.keys ?? []}
        columns={columns}
        label={t('keys')}
        scrollX={760}
        keyOf={(row) => row.id}
        onOpen={(row) => setOpen(row)}
        card={(row) => (
          <>
            <strong>{providerName(row.provider)}</strong> <code>{row.index}</code> · {t('bits', { bits: row.bits })}
            <br />
            {expiry(row)}
          </>
        )}
        empty={<Notice title={t('noKeys')} text={t('noKeysText')} />}
      />
      {open !== null && (
        <KeyDrawer
          key={open === 'new' ? '' : `${open.id} ${String(open.version)}`}
          held={open === 'new' ? null : open}
          readOnly={!editable}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            loaded.reload();
          }}
        />
      )}
    </Panel>
  );
}
