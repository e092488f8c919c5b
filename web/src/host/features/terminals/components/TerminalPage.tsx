import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark, type Tone } from '@shared/desk/Mark';
import { useRoute } from '@shared/desk/route';
import { useDebounced } from '@shared/desk/useDebounced';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button, Input, Select, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalState, TerminalView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { MerchantSelect } from '../../../core/MerchantSelect';
import { useMay } from '../../../core/session';
import { TerminalForm } from './TerminalForm';
import { TerminalDrawer } from './TerminalDrawer';

const tones: Readonly<Record<TerminalState, Tone>> = { New: 'info', Active: 'good', Blocked: 'bad' };

/** Where a terminal stands in its life, and whether it is there now. */
export function StateMark({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation('terminals');
  return (
    <>
      <Mark tone={tones[terminal.state]}>{t(`states.${terminal.state}`)}</Mark>{' '}
      {terminal.connected && <Mark tone="info">{t('online')}</Mark>}
    </>
  );
}

/** Every terminal, and what can be done with one. */
export function TerminalPage() {
  const { t } = useTranslation('terminals');
  const language = useLanguage();
  const may = useMay();
  const { id } = useRoute();
  const [text, setText] = useState('');
  const [merchant, setMerchant] = useState<string | null>(id);
  const [state, setState] = useState<TerminalState | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const loaded = useList<TerminalView>('terminals', { text: useDebounced(text), merchant, state });
  const rows = loaded.data ?? [];
  const chosen = rows.find((row) => row.number === open);
  const columns: readonly TableColumnType<TerminalView>[] = [
    {
      title: t('number'),
      key: 'number',
      width: 110,
      render: (_, row) => (
        <Button
          type="link"
          className="figures"
          style={{ padding: 0, height: 'auto' }}
          onClick={() => setOpen(row.number)}
        >
          {row.number}
        </Button>
      ),
    },
    { title: t('state'), key: 'state', width: 150, render: (_, row) => <StateMark terminal={row} /> },
    { title: t('merchant'), key: 'merchant', render: (_, row) => row.merchantName },
    { title: t('place'), key: 'place', render: (_, row) => row.place },
    {
      title: t('masterKey'),
      key: 'key',
      width: 120,
      render: (_, row) =>
        row.checkValue === '' ? (
          <Mark tone="warn">{t(row.waitsForComponent ? 'half' : 'noKey')}</Mark>
        ) : (
          <code>{row.checkValue}</code>
        ),
    },
    { title: t('batch'), key: 'batch', width: 80, align: 'right', render: (_, row) => row.batch },
    {
      title: t('signedIn'),
      key: 'signedIn',
      width: 150,
      render: (_, row) => (
        <span className="figures">
          {row.signedInMs == null ? '–' : formatTime(row.signedInMs, 'dayTime', language)}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        may('EditMerchants') && (
          <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        )
      }
    >
      <Panel
        flush
        title={
          <span style={{ display: 'flex', flexWrap: 'wrap', flex: 1, gap: 10, fontWeight: 400 }} role="search">
            <Input
              prefix={<SearchOutlined aria-hidden="true" />}
              placeholder={t('search')}
              aria-label={t('search')}
              allowClear
              maxLength={80}
              value={text}
              onChange={(event) => setText(event.target.value)}
              style={{ flex: '1 1 200px', maxWidth: 320 }}
            />
            <MerchantSelect label={t('merchant')} value={merchant} onChange={setMerchant} />
            <Select
              allowClear
              aria-label={t('state')}
              placeholder={t('state')}
              style={{ flex: '1 1 130px', maxWidth: 180 }}
              value={state}
              options={(['New', 'Active', 'Blocked'] as const).map((value) => ({ value, label: t(`states.${value}`) }))}
              onChange={(value: TerminalState | null | undefined) => setState(value ?? null)}
            />
          </span>
        }
      >
        <ListTable
          loaded={loaded}
          rows={rows}
          columns={columns}
          label={t('title')}
          scrollX={900}
          keyOf={(row) => row.number}
          onOpen={(row) => setOpen(row.number)}
          dim={(row) => row.state === 'Blocked'}
          card={(row) => (
            <>
              <strong className="figures">{row.number}</strong> <StateMark terminal={row} />
              <br />
              {row.merchantName} · {row.place}
            </>
          )}
          empty={<Notice title={t('none')} text={t('noneText')} />}
        />
      </Panel>
      {chosen !== undefined && (
        <TerminalDrawer terminal={chosen} onChanged={loaded.reload} onClose={() => setOpen(null)} />
      )}
      {adding && (
        <TerminalForm
          terminal={null}
          merchant={merchant}
          onClose={() => setAdding(false)}
          onSaved={(number) => {
            setAdding(false);
            setOpen(number);
            loaded.reload();
          }}
        />
      )}
    </Page>
  );
}
