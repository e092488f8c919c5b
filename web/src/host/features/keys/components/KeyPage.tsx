import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark, type Tone } from '@shared/desk/Mark';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Switch, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../api/types';
import { useList } from '../../../core/lists';

const tones: Readonly<Record<string, Tone>> = { Current: 'good', Overlapping: 'warn', Retired: 'calm' };

/** Every key's trace: what it is for, how it stands, its check value; never a key. */
export function KeyPage() {
  const { t } = useTranslation('keys');
  const language = useLanguage();
  const [retired, setRetired] = useState(false);
  const loaded = useList<KeyView>('keys');
  const rows = (loaded.data ?? []).filter((key) => retired || key.state !== 'Retired');
  const state = (row: KeyView) => <Mark tone={tones[row.state] ?? 'calm'}>{t(`states.${row.state}`)}</Mark>;
  const columns: readonly TableColumnType<KeyView>[] = [
    { title: t('name'), key: 'name', render: (_, row) => <code>{`${row.name}/${String(row.version)}`}</code> },
    { title: t('use'), key: 'use', render: (_, row) => t(`uses.${row.use}`, { defaultValue: row.use }) },
    {
      title: t('kind'),
      key: 'kind',
      width: 130,
      render: (_, row) => `${row.algorithm} · ${String(row.lengthBytes * 8)}`,
    },
    { title: t('checkValue'), key: 'kcv', width: 110, render: (_, row) => <code>{row.checkValue}</code> },
    { title: t('state'), key: 'state', width: 100, render: (_, row) => state(row) },
    {
      title: t('loaded'),
      key: 'loaded',
      render: (_, row) => (
        <span className="figures">
          {formatTime(row.loadedAtMs, 'full', language)} {row.loadedBy}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <label style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <Switch checked={retired} onChange={setRetired} aria-label={t('showRetired')} /> {t('showRetired')}
        </label>
      }
    >
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={rows}
          columns={columns}
          label={t('title')}
          scrollX={860}
          keyOf={(row) => `${row.name}/${String(row.version)}`}
          dim={(row) => row.state === 'Retired'}
          card={(row) => (
            <>
              <code>{`${row.name}/${String(row.version)}`}</code> {state(row)}
              <br />
              {t(`uses.${row.use}`, { defaultValue: row.use })} · <code>{row.checkValue}</code>
            </>
          )}
          empty={<Notice title={t('none')} />}
        />
      </Panel>
    </Page>
  );
}
