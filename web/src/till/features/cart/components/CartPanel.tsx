import {
  DeleteOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  HeartOutlined,
  LockOutlined,
  PauseCircleOutlined,
  PercentageOutlined,
  ShoppingCartOutlined,
} from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Badge } from 'antd';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderLine } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import { useTill, useUsable } from '../../../core/tillStore';
import { useMoney } from '../../../core/useMoney';
import styles from './Cart.module.css';
import { CartDialogs, type CartDialog } from './CartDialogs';
import { CartLine } from './CartLine';
import { CartTotals } from './CartTotals';
import { LineDialog } from './LineDialog';
import { useLastLineKeys } from './useLastLineKeys';

interface CartPanelProps {
  onPay(this: void): void;
}

interface ActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly disabled: boolean;
  readonly danger?: boolean;
  onClick(this: void): void;
}

function Action({ label, icon, disabled, danger = false, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className={`${styles['action'] ?? ''} ${danger ? (styles['danger'] ?? '') : ''}`}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
}

const noLines: readonly OrderLine[] = [];

/** The order at the counter: its lines, what can be done with it, its sum, and the way to pay. */
export function CartPanel({ onPay }: CartPanelProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const usable = useUsable();
  const { view } = useTill();
  const [dialog, setDialog] = useState<CartDialog | null>(null);
  const [lineId, setLineId] = useState<string | null>(null);
  const openLine = useCallback((opened: OrderLine) => setLineId(opened.id), []);
  const cart = view?.cart ?? null;
  const lines = cart?.lines ?? noLines;
  const selling = usable && view?.shift !== null && view?.shift !== undefined;
  const filled = selling && lines.length > 0;
  // While something is paid or asked for, nothing that the order costs may change.
  const editable = filled && cart?.isBound !== true;
  const heldCount = view?.heldCount ?? 0;
  const line = lines.find((candidate) => candidate.id === lineId);

  useLastLineKeys(cart, editable);
  useShortcut('F2', onPay, { enabled: filled });
  useShortcut('F4', () => setDialog('hold'), { enabled: editable });
  useShortcut('F6', () => setDialog('held'), { enabled: selling });
  useShortcut('F7', () => setDialog('discount'), { enabled: editable });

  const action = (name: CartDialog, icon: ReactNode, enabled: boolean) => (
    <Action
      label={t(`actions.${name}`)}
      icon={icon}
      disabled={!enabled}
      danger={name === 'void'}
      onClick={() => setDialog(name)}
    />
  );

  return (
    <section className={styles['panel']} aria-label={t('order')}>
      {lines.length === 0 ? (
        <div className={styles['lines']}>
          <Notice icon={<ShoppingCartOutlined />} title={t('emptyTitle')} text={t('emptyText')} />
        </div>
      ) : (
        <ul className={styles['lines']} tabIndex={-1}>
          {lines.map((each) => (
            <CartLine
              key={each.id}
              line={each}
              isLast={each.id === cart?.lastLineId}
              notice={cart?.notices.find((notice) => notice.lineId === each.id)}
              onOpen={openLine}
            />
          ))}
        </ul>
      )}
      {cart?.note !== null && cart?.note !== undefined && cart.note !== '' && (
        <p className={styles['note']}>
          <FileTextOutlined aria-hidden="true" /> {cart.note}
        </p>
      )}
      <div className={styles['actions']} role="toolbar" aria-label={t('toolbar')}>
        {action('discount', <PercentageOutlined aria-hidden="true" />, editable)}
        {(view?.till?.tipPercents.length ?? 0) > 0 && action('tip', <HeartOutlined aria-hidden="true" />, editable)}
        {action('note', <FileTextOutlined aria-hidden="true" />, filled)}
        {action('hold', <PauseCircleOutlined aria-hidden="true" />, editable)}
        {action(
          'held',
          <Badge count={heldCount} size="small" color="#b4540a">
            <FolderOpenOutlined aria-hidden="true" />
          </Badge>,
          selling,
        )}
        {action('void', <DeleteOutlined aria-hidden="true" />, editable)}
      </div>
      {cart?.isBound === true && (
        <p className={styles['bound']} role="status">
          <LockOutlined aria-hidden="true" />
          {t('bound', { paid: money.full(cart.totals.totalMinor - cart.restMinor) })}
        </p>
      )}
      {cart !== null && lines.length > 0 && <CartTotals cart={cart} />}
      <button type="button" className={styles['pay']} disabled={!filled} onClick={onPay}>
        <span>
          {cart?.isBound === true ? t('goOnPaying') : t('pay')}
          <span className={styles['key']} aria-hidden="true">
            F2
          </span>
        </span>
        <span className={styles['payTotal']} aria-live="polite">
          {money.full(cart?.cashTotalMinor ?? 0)}
        </span>
      </button>
      {line !== undefined && <LineDialog key={line.id} line={line} onClose={() => setLineId(null)} />}
      {dialog !== null && (cart !== null || dialog === 'held') && (
        <CartDialogs dialog={dialog} cart={cart} onClose={() => setDialog(null)} />
      )}
    </section>
  );
}
