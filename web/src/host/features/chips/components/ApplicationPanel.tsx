import type { Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { ListTable } from '@shared/desk/ListTable';
import { Button, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChipApplicationView, ChipsView } from '../../../api/types';
import { yuanText } from '../../../core/money';
import { ApplicationDrawer } from './ApplicationDrawer';
import { EntryPanel } from './EntryPanel';
import { providerName } from './providers';

/** Applications with their limits. */
export function ApplicationPanel({ loaded }: { readonly loaded: Loaded<ChipsView> }) {
  const { t } = useTranslation('chips');
  const taps = ({ fields }: ChipApplicationView): string =>
    fields.contactlessLimit === 0
      ? t('noTaps')
      : t('tapsText', { most: yuanText(fields.contactlessLimit), verified: yuanText(fields.contactlessCvmLimit) });
  const columns = (open: (row: ChipApplicationView) => void): readonly TableColumnType<ChipApplicationView>[] => [
    {
      title: t('application'),
      key: 'aid',
      render: (_, row) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => open(row)}>
          <code>{row.aid}</code>
        </Button>
      ),
    },
    { title: t('name'), key: 'name', render: (_, row) => row.fields.name },
    { title: t('provider'), key: 'provider', width: 110, render: (_, row) => providerName(row.aid) },
    {
      title: t('floorLimit'),
      key: 'floor',
      align: 'right',
      width: 140,
      render: (_, row) => <span className="figures">{yuanText(row.fields.floorLimit)}</span>,
    },
    { title: t('taps'), key: 'taps', render: (_, row) => taps(row) },
  ];
  return (
    <EntryPanel
      title={t('applications')}
      add={t('addApplication')}
      idOf={(row: ChipApplicationView) => `${row.aid} ${String(row.version)}`}
      list={(open) => (
        <ListTable
          loaded={loaded}
          rows={loaded.data?.applications ?? []}
          columns={columns(open)}
          label={t('applications')}
          scrollX={820}
          keyOf={(row) => row.aid}
          onOpen={open}
          card={(row) => (
            <>
              <strong>{row.fields.name}</strong> <code>{row.aid}</code>
              <br />
              {t('floorLimit')} {yuanText(row.fields.floorLimit)} · {taps(row)}
            </>
          )}
          empty={<Notice title={t('noApplications')} text={t('noApplicationsText')} />}
        />
      )}
      drawer={ApplicationDrawer}
      onSaved={loaded.reload}
    />
  );
}
