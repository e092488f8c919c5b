import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { formatMilli } from '@shared/money/quantity';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderStory } from '../../../api/types';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { ReasonPicker } from '../../../core/ReasonPicker';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { isByTerminal } from '../../../core/wallets';
import { useTenderName } from '../../../core/tenderNames';
import { useMoney } from '../../../core/useMoney';
import { refund } from '../api/orders';
import styles from './Orders.module.css';
import { completes, everything, lineSum, refundParts, refundSum, type RefundAsks } from './refundSum';

interface RefundDialogProps {
  readonly story: OrderStory;
  onClose(this: void): void;
  onRefunded(this: void, refund: OrderStory): void;
}

const oneUnit = 1_000;

/** Takes back all or a part of a sale; says what the customer gets before it happens. */
export function RefundDialog({ story, onClose, onRefunded }: RefundDialogProps) {
  const { t } = useTranslation('orders');
  const money = useMoney();
  const tenderName = useTenderName();
  const localName = useLocalName();
  const { pending, act } = useAct();
  const [asks, setAsks] = useState<RefundAsks>(() => everything(story));
  const [reason, setReason] = useState('');
  const presets = [
    t('refundReasons.quality'),
    t('refundReasons.unwanted'),
    t('refundReasons.wrong'),
    t('refundReasons.price'),
  ];
  const rounding = useTill().view?.till?.cashRounding;
  const sumMinor = refundSum(story, asks, rounding);
  const parts = refundParts(story, sumMinor);
  const whole = completes(story, asks);
  const set = (lineId: string, quantityMilli: number): void => {
    setAsks((before) => ({ ...before, [lineId]: quantityMilli }));
  };

  const confirm = async (): Promise<void> => {
    const lines = Object.entries(asks)
      .filter(([, quantityMilli]) => quantityMilli > 0)
      .map(([lineId, quantityMilli]) => ({ lineId, quantityMilli }));
    const done = await act((approval) =>
      refund({ originalOrderId: story.order.id, lines: whole ? null : lines, reason: reason.trim(), approval }),
    );
    if (done !== null) {
      onRefunded(done);
    }
  };

  return (
    <Dialog title={t('refundTitle', { number: story.order.receiptNumber })} width={620} onClose={onClose}>
      <div className={styles['buttons']}>
        <Button disabled={pending || whole} onClick={() => setAsks(everything(story))}>
          {t('all')}
        </Button>
        <Button disabled={pending} onClick={() => setAsks({})}>
          {t('nothing')}
        </Button>
      </div>
      <ul className={styles['refundLines']} tabIndex={-1}>
        {story.refundable
          .filter((left) => left.quantityMilli > 0)
          .map((left) => {
            const line = story.order.lines.find((candidate) => candidate.id === left.lineId);
            const name = line === undefined ? '' : localName(line.name, line.nameEn);
            const asked = asks[left.lineId] ?? 0;
            // What was weighed comes back as a whole or not at all.
            const step = line?.weighed === true ? left.quantityMilli : oneUnit;
            return (
              <li key={left.lineId} className={styles['refundLine']}>
                <span>
                  {name}
                  <div className={styles['muted']}>{t('left', { quantity: formatMilli(left.quantityMilli) })}</div>
                </span>
                <span className={styles['stepper']}>
                  <Button
                    shape="circle"
                    icon={<MinusOutlined />}
                    aria-label={t('less', { name })}
                    disabled={pending || asked <= 0}
                    onClick={() => set(left.lineId, Math.max(0, asked - step))}
                  />
                  <span>{formatMilli(asked)}</span>
                  <Button
                    shape="circle"
                    icon={<PlusOutlined />}
                    aria-label={t('moreOf', { name })}
                    disabled={pending || asked >= left.quantityMilli}
                    onClick={() => set(left.lineId, Math.min(left.quantityMilli, asked + step))}
                  />
                </span>
                <span className={styles['sum']}>{money.full(lineSum(story, left.lineId, asked))}</span>
              </li>
            );
          })}
      </ul>
      <ReasonPicker label={t('reason')} presets={presets} value={reason} onChange={setReason} />
      <div className={styles['refundSum']} role="status">
        <span>
          {parts.some((part) => part.kind !== 'cash')
            ? t('givesBackAll')
            : whole || rounding === undefined || rounding.mode === 'None'
              ? t('givesBack')
              : t('givesBackRounded')}
        </span>
        <strong>{money.full(sumMinor)}</strong>
      </div>
      {parts.some((part) => part.kind !== 'cash') && (
        <p className={styles['muted']} role="status">
          {t('throughTenders', {
            parts: parts
              .map((part) => {
                const sum = `${tenderName(part.kind, part.name, part.nameEn)} ${money.full(part.amountMinor)}`;
                return part.kind === 'cash' || isByTerminal(part.kind) ? sum : `${sum} (${t('byHand')})`;
              })
              .join(' + '),
          })}
        </p>
      )}
      <DialogActions>
        <Button size="large" disabled={pending} onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          danger
          type="primary"
          size="large"
          loading={pending}
          disabled={reason.trim() === '' || !Object.values(asks).some((milli) => milli > 0)}
          onClick={() => void confirm()}
        >
          {t('refundNow')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
