import { FileTextOutlined } from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { formatDecimal } from '@shared/money/money';
import { Button, Drawer, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftTotals, ShiftView } from '../../../api/types';
import { LoadedPaper } from '../../../core/Paper';
import { Pairs, Panel } from '../../../core/Frame';
import { useMoney } from '../../../core/session';
import { shiftPaper } from '../api/shifts';
import { useTenderName } from '../../../core/tenderTypes';
import { OverShort } from './OverShort';
import styles from './Shifts.module.css';

function Cash({ shift }: { readonly shift: ShiftView }) {
  const { t } = useTranslation('shifts');
  const money = useMoney();
  const totals = shift.totals;
  const cash = totals?.tenders['cash'];
  const amount = (minor: number | null | undefined): string => (minor == null ? '–' : money.full(minor));
  return (
    <Pairs
      rows={[
        [t('float'), money.full(shift.floatMinor)],
        cash === undefined ? null : [t('cashSales'), money.full(cash.inMinor)],
        cash === undefined ? null : [t('cashRefunds'), money.full(-cash.outMinor)],
        totals == null ? null : [t('cashIn'), money.full(totals.cashInMinor)],
        totals == null ? null : [t('cashOut'), money.full(-totals.cashOutMinor)],
        [<strong key="label">{t('expected')}</strong>, <strong key="sum">{amount(shift.expectedMinor)}</strong>],
        [t('counted'), amount(shift.countedMinor)],
        [t('overShort'), <OverShort key="overShort" minor={shift.overShortMinor} />],
        [t('carried'), amount(shift.carriedMinor)],
      ]}
    />
  );
}

function Sales({ totals }: { readonly totals: ShiftTotals }) {
  const { t } = useTranslation('shifts');
  const money = useMoney();
  const counted = (count: number, minor: number) => (
    <>
      <span className={styles['hint']}>×{count}</span> {money.full(minor)}
    </>
  );
  return (
    <Pairs
      rows={[
        [t('sales'), counted(totals.saleCount, totals.saleMinor)],
        [t('refunds'), counted(totals.refundCount, totals.refundMinor)],
        [t('voids'), counted(totals.voidCount, totals.voidMinor)],
        [t('gross'), money.full(totals.grossMinor)],
        [t('discounts'), money.full(-totals.discountMinor)],
        [t('tips'), money.full(totals.tipMinor)],
        [t('rounding'), money.full(totals.roundingMinor)],
        [t('tax'), money.full(totals.taxMinor)],
        [t('cost'), money.full(totals.costMinor)],
        [t('drawer'), String(totals.drawerOpenings)],
        [t('numbers'), totals.firstNumber === 0 ? '–' : `${String(totals.firstNumber)} – ${String(totals.lastNumber)}`],
      ]}
    />
  );
}

function Splits({ shift, totals }: { readonly shift: ShiftView; readonly totals: ShiftTotals }) {
  const { t } = useTranslation('shifts');
  const localName = useLocalName();
  const tenderName = useTenderName();
  const money = useMoney();
  return (
    <>
      <Panel title={t('tenders')}>
        <Pairs
          rows={Object.entries(totals.tenders).map(([kind, tender]) => [
            tender.notVerified === true
              ? `${tenderName(kind, tender.name, tender.nameEn)} · ${t('core:notVerified')}`
              : tenderName(kind, tender.name, tender.nameEn),
            t('inOut', {
              inAmount: money.full(tender.inMinor),
              inCount: tender.inCount,
              outAmount: money.full(tender.outMinor),
              outCount: tender.outCount,
            }),
          ])}
        />
      </Panel>
      <Panel title={t('taxes')}>
        <Pairs
          rows={Object.values(totals.taxes).map((tax) => [
            `${tax.name} (${formatDecimal(tax.ratePpm, 4).replace(/\.?0+$/, '')}%)`,
            t('taxLine', { base: money.full(tax.baseMinor), tax: money.full(tax.taxMinor) }),
          ])}
        />
      </Panel>
      <Panel title={t('cashiers')}>
        <Pairs
          rows={Object.entries(totals.cashiers).map(([id, cashier]) => [
            localName(shift.cashierNames[id] ?? id.slice(0, 8), shift.cashierNamesEn?.[id]),
            t('cashierLine', {
              sales: money.full(cashier.saleMinor),
              count: cashier.saleCount,
              refunds: money.full(cashier.refundMinor),
              refundCount: cashier.refundCount,
              voids: cashier.voidCount,
            }),
          ])}
        />
      </Panel>
    </>
  );
}

/** All figures of a shift, as its Z-report froze them. */
export function ShiftDrawer({ shift, onClose }: { readonly shift: ShiftView; onClose(this: void): void }) {
  const { t } = useTranslation('shifts');
  const localName = useLocalName();
  const language = useLanguage();
  const { totals } = shift;
  const [paper, setPaper] = useState(false);
  return (
    <Drawer
      open
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      title={shift.z == null ? t('shiftNumber', { number: shift.number }) : t('zTitle', { z: shift.z })}
      extra={
        <Space>
          <OverShort minor={shift.overShortMinor} />
          {shift.z != null && (
            <Button
              icon={<FileTextOutlined aria-hidden="true" />}
              type={paper ? 'primary' : 'default'}
              aria-pressed={paper}
              onClick={() => {
                setPaper(!paper);
              }}
            >
              {t('paper')}
            </Button>
          )}
        </Space>
      }
      onClose={onClose}
    >
      {paper ? (
        <LoadedPaper name={`shift ${shift.shiftId}`} label={t('paper')} load={() => shiftPaper(shift.shiftId)} />
      ) : (
        <div className={styles['detail']} tabIndex={0} role="group" aria-label={t('figures')}>
          <Panel title={t('shift')}>
            <Pairs
              rows={[
                [t('till'), shift.tillName],
                [t('shiftLabel'), t('shiftNumber', { number: shift.number })],
                [
                  t('opened'),
                  `${formatTime(shift.openedAtMs, 'full', language)} · ${localName(shift.openedBy, shift.openedByEn)}`,
                ],
                shift.closedAtMs == null
                  ? null
                  : [
                      t('closed'),
                      `${formatTime(shift.closedAtMs, 'full', language)} · ${localName(shift.closedBy ?? '', shift.closedByEn)}`,
                    ],
              ]}
            />
          </Panel>
          <Panel title={t('cash')}>
            <Cash shift={shift} />
          </Panel>
          {totals == null ? (
            <p className={styles['hint']}>{t('stillOpen')}</p>
          ) : (
            <>
              <Panel title={t('figures')}>
                <Sales totals={totals} />
              </Panel>
              <Splits shift={shift} totals={totals} />
            </>
          )}
        </div>
      )}
    </Drawer>
  );
}
