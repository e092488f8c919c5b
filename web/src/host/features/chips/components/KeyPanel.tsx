import type { Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { dateText } from '@shared/desk/days';
import { ListTable } from '@shared/desk/ListTable';
import { Mark, type Tone } from '@shared/desk/Mark';
import { Button, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuthorityKeyView, ChipsView } from '../../../api/types';
import { EntryPanel } from './EntryPanel';
import { standingOf, type Standing } from './expiry';
import { KeyDrawer } from './KeyDrawer';
import { providerName } from './providers';

const tones: Readonly<Record<Standing, Tone>> = { good: 'good', soon: 'warn', over: 'bad' };

/** Certification authorities' public keys. */
export function KeyPanel({ loaded }: { readonly loaded: Loaded<ChipsView> }) {
  const { t } = useTranslation('chips');
  const expiry = (row: AuthorityKeyView) => {
    const standing = standingOf(row.expires);
    return (
      <>
        <span className="figures">{dateText(row.expires)}</span>{' '}
        {standing !== 'good' && <Mark tone={tones[standing]}>{t(`standings.${standing}`)}</Mark>}
      </>
    );
  };
  const columns = (open: (row: AuthorityKeyView) => void): readonly TableColumnType<AuthorityKeyView>[] => [
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
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => open(row)}>
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
    <EntryPanel
      title={t('keys')}
      add={t('addKey')}
      idOf={(row: AuthorityKeyView) => `${row.id} ${String(row.version)}`}
      list={(open) => (
        <ListTable
          loaded={loaded}
          rows={loaded.data?.keys ?? []}
          columns={columns(open)}
          label={t('keys')}
          scrollX={760}
          keyOf={(row) => row.id}
          onOpen={open}
          card={(row) => (
            <>
              <strong>{providerName(row.provider)}</strong> <code>{row.index}</code> · {t('bits', { bits: row.bits })}
              <br />
              {expiry(row)}
            </>
          )}
          empty={<Notice title={t('noKeys')} text={t('noKeysText')} />}
        />
      )}
      drawer={KeyDrawer}
      onSaved={loaded.reload}
    />
  );
}
