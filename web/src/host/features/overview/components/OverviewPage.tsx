import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { goTo, linkTo } from '@shared/desk/route';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkView, LiveView, TransactionRow } from '../../../api/types';
import { useLive } from '../../../core/live';
import { Amount, schemeName, StandingMark } from '../../../core/Names';
import { Codes } from './Codes';
import { Curve } from './Curve';
import styles from './Overview.module.css';

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly hint?: ReactNode;
  readonly tone?: 'warn' | 'calm';
}

function Tile({ label, value, unit, hint, tone = 'calm' }: TileProps) {
  return (
    <div className={`${styles['tile'] ?? ''} ${tone === 'warn' ? (styles['warn'] ?? '') : ''}`}>
      <span className={styles['label']}>{label}</span>
      <span className={`${styles['value'] ?? ''} figures`}>
        {value}
        {unit !== undefined && <small> {unit}</small>}
      </span>
      {hint !== undefined && <span className={styles['hint']}>{hint}</span>}
    </div>
  );
}

const rate = (perSecond: number): string => (perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toFixed(1));
const milliseconds = (ms: number): string => (ms === 0 ? '–' : ms >= 100 ? ms.toFixed(0) : ms.toFixed(1));

function Tiles({ view }: { readonly view: LiveView }) {
  const { t } = useTranslation('overview');
  const { figures, links, openAlarms } = view;
  const up = links.filter((link) => link.ready).length;
  const owed = links.reduce((sum, link) => sum + link.owed, 0);
  return (
    <div className={styles['tiles']}>
      <Tile
        label={t('throughput')}
        value={rate(figures.perSecond)}
        unit={t('perSecond')}
        hint={t('sinceStart', { count: figures.answers })}
      />
      <Tile label={t('median')} value={milliseconds(figures.p50Ms)} unit="ms" hint={t('lastMinute')} />
      <Tile label={t('p99')} value={milliseconds(figures.p99Ms)} unit="ms" hint={t('lastMinute')} />
      <Tile
        label={t('terminals')}
        value={String(figures.connections)}
        hint={<a href={linkTo('terminals')}>{t('toTerminals')}</a>}
      />
      <Tile
        label={t('links')}
        value={`${String(up)}/${String(links.length)}`}
        tone={up < links.length ? 'warn' : 'calm'}
        hint={owed === 0 ? t('nothingOwed') : t('owed', { count: owed })}
      />
      <Tile
        label={t('alarms')}
        value={String(openAlarms)}
        tone={openAlarms > 0 ? 'warn' : 'calm'}
        hint={<a href={linkTo('alarms')}>{t('toAlarms')}</a>}
      />
    </div>
  );
}

function LinkLine({ link }: { readonly link: LinkView }) {
  const { t } = useTranslation('overview');
  return (
    <li className={styles['link']}>
      <span className={link.ready ? styles['up'] : styles['down']} aria-hidden="true">
        {link.ready ? <CheckCircleFilled /> : <CloseCircleFilled />}
      </span>
      <span>
        <strong>{link.issuer}</strong> {t(link.ready ? 'up' : 'down')}
        <span className={styles['hint']}>
          {t('linkLine', { flight: link.state?.inFlight ?? 0, answered: link.state?.answered ?? 0, owed: link.owed })}
        </span>
      </span>
    </li>
  );
}

function Newest({ rows }: { readonly rows: readonly TransactionRow[] }) {
  const { t } = useTranslation('overview');
  const language = useLanguage();
  return (
    <ul className={styles['newest']}>
      {rows.map((row) => (
        <li key={row.rrn}>
          <button
            type="button"
            className={styles['row']}
            data-rrn={row.rrn}
            onClick={() => goTo('transactions', row.rrn)}
          >
            <span className={`${styles['time'] ?? ''} figures`}>{formatTime(row.atMs, 'timeSeconds', language)}</span>
            <span className={styles['what']}>
              <strong>{t(`core:flows.${row.flow}`)}</strong>
              <span className={styles['hint']}>
                {row.merchantName} · {row.terminal}
              </span>
            </span>
            <span className={`${styles['card'] ?? ''} figures`}>
              {row.card === '' ? '' : `${schemeName(row.scheme)} ${row.card.slice(-4)}`}
            </span>
            <StandingMark row={row} />
            <span className={styles['amount']}>
              <Amount row={row} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How the host fares right now. */
export function OverviewPage() {
  const { t } = useTranslation('overview');
  const language = useLanguage();
  const { view, stream } = useLive();
  if (view === null) {
    return (
      <Page title={t('title')}>
        <Panel>
          {stream === 'lost' ? (
            <Notice tone="danger" title={t('common:loadFailed')} text={t('refusals:unreachable')} />
          ) : (
            <Skeleton active paragraph={{ rows: 10 }} />
          )}
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title={t('title')}
      note={
        <span role="status">
          {t(stream === 'open' ? 'liveAt' : 'staleAt', { time: formatTime(view.atMs, 'timeSeconds', language) })}
        </span>
      }
    >
      <Tiles view={view} />
      <div className={styles['halves']}>
        <Panel title={t('curve')}>
          <Curve points={view.figures.curve} />
        </Panel>
        <Panel title={t('issuers')} extra={<a href={linkTo('issuers')}>{t('all')}</a>}>
          {view.links.length === 0 ? (
            <p className={styles['hint']}>{t('noIssuers')}</p>
          ) : (
            <ul className={styles['links']}>
              {view.links.map((link) => (
                <LinkLine key={link.issuer} link={link} />
              ))}
            </ul>
          )}
          <h3 className={styles['sub']}>{t('codes')}</h3>
          <Codes codes={view.figures.codes} />
        </Panel>
      </div>
      <Panel flush title={t('newest')} extra={<a href={linkTo('transactions')}>{t('search')}</a>}>
        {view.newest.length === 0 ? (
          <Notice title={t('none')} text={t('noneText')} />
        ) : (
          <Newest rows={view.newest.slice(0, 14)} />
        )}
      </Panel>
    </Page>
  );
}
