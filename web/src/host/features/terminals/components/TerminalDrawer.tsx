import { linkTo } from '@shared/desk/route';
import { Pairs, Panel } from '@shared/desk/Frame';
import { Mark } from '@shared/desk/Mark';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Alert, App, Button, Drawer, Popconfirm, Space, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { ActivationCode, TerminalView } from '../../../api/types';
import { useMay } from '../../../core/session';
import { yuanText } from '../../../core/money';
import { KeyLoading } from './KeyLoading';
import { StateMark } from './TerminalPage';
import { TerminalForm } from './TerminalForm';

interface TerminalDrawerProps {
  readonly terminal: TerminalView;
  onChanged(this: void): void;
  onClose(this: void): void;
}

function Actions({ terminal, onChanged }: Omit<TerminalDrawerProps, 'onClose'>) {
  const { t } = useTranslation('terminals');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [code, setCode] = useState<ActivationCode | null>(null);
  const act = async (what: string): Promise<void> => {
    if (await save(() => hostApi.post(`terminals/${terminal.number}/${what}`))) {
      void message.success(t('desk:saved'));
      onChanged();
    }
  };
  return (
    <Panel title={t('life')}>
      <p>{t(`lifeTexts.${terminal.state}`)}</p>
      {code !== null && terminal.state === 'New' && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={
            <Typography.Text copyable strong style={{ fontSize: 18, fontFamily: 'monospace' }}>
              {code.code}
            </Typography.Text>
          }
          description={t('codeText', { minutes: code.minutes })}
        />
      )}
      <Space wrap>
        {terminal.state === 'New' && (
          <Button
            type="primary"
            loading={pending}
            onClick={() =>
              void save(async () => setCode(await hostApi.post<ActivationCode>(`terminals/${terminal.number}/code`)))
            }
          >
            {t('makeCode')}
          </Button>
        )}
        {terminal.state !== 'Blocked' && (
          <Popconfirm
            title={t('blockTitle')}
            description={t('blockText')}
            okText={t('block')}
            cancelText={t('common:cancel')}
            onConfirm={() => act('block')}
          >
            <Button danger loading={pending}>
              {t('block')}
            </Button>
          </Popconfirm>
        )}
        {terminal.state === 'Blocked' && (
          <Popconfirm
            title={t('renewTitle')}
            description={t('renewText')}
            okText={t('renew')}
            cancelText={t('common:cancel')}
            onConfirm={() => act('renew')}
          >
            <Button loading={pending}>{t('renew')}</Button>
          </Popconfirm>
        )}
      </Space>
    </Panel>
  );
}

function ChipParameters({ terminal: { chips } }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation('terminals');
  const language = useLanguage();
  if (chips.toldMs == null) {
    return t('chips.none');
  }
  return (
    <>
      <Mark tone={chips.isCurrent ? 'good' : 'warn'}>{t(chips.isCurrent ? 'chips.current' : 'chips.behind')}</Mark>{' '}
      {t('chips.text', { keys: chips.keys, applications: chips.applications })} ·{' '}
      {t('chips.at', { time: formatTime(chips.toldMs, 'dayTime', language) })}
    </>
  );
}

/** One terminal: how it stands, its life, its key. */
export function TerminalDrawer({ terminal, onChanged, onClose }: TerminalDrawerProps) {
  const { t } = useTranslation('terminals');
  const language = useLanguage();
  const may = useMay();
  const none = t('core:limits.none');
  const limit = (minor: number): string => (minor === 0 ? none : yuanText(minor));
  const [editing, setEditing] = useState(false);
  const { offline } = terminal;
  const alone =
    offline.count === 0 || offline.eachMinor === 0
      ? t('offline.none')
      : t('offline.text', { each: yuanText(offline.eachMinor), sum: yuanText(offline.sumMinor), count: offline.count });
  return (
    <Drawer
      open
      size={620}
      styles={{ wrapper: { maxWidth: '100vw' }, body: { display: 'flex', flexDirection: 'column', gap: 14 } }}
      mask={{ closable: true }}
      title={
        <>
          <span className="figures">{terminal.number}</span> <StateMark terminal={terminal} />
        </>
      }
      onClose={onClose}
    >
      <Panel>
        <Pairs
          rows={[
            [
              t('merchant'),
              <a key="merchant" href={linkTo('merchants')}>
                {terminal.merchantName} {terminal.merchant}
              </a>,
            ],
            [t('place'), terminal.place === '' ? '–' : terminal.place],
            [t('mac'), t(`macs.${terminal.mac}`)],
            [t('device'), terminal.device === '' ? '–' : `${terminal.device}…`],
            [t('batch'), String(terminal.batch)],
            [
              t('signedIn'),
              terminal.signedInMs == null
                ? '–'
                : `${formatTime(terminal.signedInMs, 'full', language)} ${terminal.operator}`,
            ],
            [t('core:limits.each'), limit(terminal.limits.eachMinor)],
            [t('core:limits.day'), limit(terminal.limits.dayMinor)],
            [t('core:limits.count'), terminal.limits.dayCount === 0 ? none : String(terminal.limits.dayCount)],
            [t('offline.title'), alone],
            [t('chips.title'), <ChipParameters key="chips" terminal={terminal} />],
          ]}
        />
        {may('EditMerchants') && (
          <Button
            style={{ marginTop: 12 }}
            onClick={() => {
              setEditing(true);
            }}
          >
            {t('change')}
          </Button>
        )}
      </Panel>
      {may('HandleTerminals') && <Actions terminal={terminal} onChanged={onChanged} />}
      <KeyLoading terminal={terminal} onChanged={onChanged} />
      {editing && (
        <TerminalForm
          merchant={terminal.merchant}
          terminal={terminal}
          onClose={() => {
            setEditing(false);
          }}
          onSaved={() => {
            setEditing(false);
            onChanged();
          }}
        />
      )}
    </Drawer>
  );
}
