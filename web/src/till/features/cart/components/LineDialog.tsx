import { DeleteOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { formatMilli, parseMilli } from '@shared/money/quantity';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderLine } from '../../../api/types';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useShortcut } from '../../../core/shortcuts';
import { useTill } from '../../../core/tillStore';
import { useAct, type Send } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { changeQuantity, discountLine, overridePrice, removeLine } from '../api/cart';
import styles from './Cart.module.css';
import { DiscountEntry } from './DiscountEntry';

interface LineDialogProps {
  readonly line: OrderLine;
  onClose(this: void): void;
}

interface NumberStepProps {
  readonly label: string;
  readonly decimals: number;
  readonly affix: { readonly prefix?: string; readonly suffix?: string };
  readonly pending: boolean;
  parse(this: void, text: string): number | null;
  onValue(this: void, value: number): void;
}

function NumberStep({ label, decimals, affix, pending, parse, onValue }: NumberStepProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const value = parse(text);
  const valid = value !== null && value > 0;
  const confirm = (): void => {
    if (value !== null && valid) {
      onValue(value);
    }
  };
  useShortcut('Enter', confirm, { enabled: valid && !pending });
  return (
    <>
      <NumberEntry label={label} text={text} decimals={decimals} longest={6} {...affix} onChange={setText} />
      <DialogActions>
        <Button type="primary" size="large" loading={pending} disabled={!valid} onClick={confirm}>
          {t('ok')}
        </Button>
      </DialogActions>
    </>
  );
}

/** What can be done with one line. */
export function LineDialog({ line, onClose }: LineDialogProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const localName = useLocalName();
  const { view } = useTill();
  const { pending, act } = useAct();
  const [step, setStep] = useState<'quantity' | 'discount' | 'price'>('quantity');
  const unit = localName(line.unit, line.unitEn);
  const send = async (command: Send<unknown>): Promise<void> => {
    if ((await act(command)) !== null) {
      onClose();
    }
  };
  return (
    <Dialog title={localName(line.name, line.nameEn)} width={420} onClose={onClose}>
      <p className={styles['muted']}>
        {money.full(line.unitPriceMinor)} × {formatMilli(line.quantityMilli)} {unit}
      </p>
      <Segmented
        block
        className={styles['wide'] ?? ''}
        value={step}
        options={[
          { value: 'quantity', label: line.weighed ? t('weight') : t('quantity') },
          { value: 'discount', label: t('discount') },
          { value: 'price', label: t('price') },
        ]}
        onChange={setStep}
      />
      {step === 'quantity' && (
        <NumberStep
          key="quantity"
          label={line.weighed ? t('weight') : t('quantity')}
          decimals={line.weighed ? 3 : 0}
          affix={{ suffix: unit }}
          pending={pending}
          parse={parseMilli}
          onValue={(quantityMilli) => void send(() => changeQuantity({ lineId: line.id, quantityMilli }))}
        />
      )}
      {step === 'discount' && (
        <DiscountEntry
          pending={pending}
          given={line.lineDiscountMinor > 0}
          limitPercent={view?.till?.discountLimitPercent ?? 0}
          onDiscount={(discount) => void send((approval) => discountLine({ lineId: line.id, ...discount, approval }))}
        />
      )}
      {step === 'price' && (
        <NumberStep
          key="price"
          label={t('price')}
          decimals={money.exponent}
          affix={{ prefix: money.symbol }}
          pending={pending}
          parse={money.parse}
          onValue={(priceMinor) => void send((approval) => overridePrice({ lineId: line.id, priceMinor, approval }))}
        />
      )}
      <DialogActions>
        {step === 'price' && line.listPriceMinor !== null && line.listPriceMinor !== undefined && (
          <Button
            disabled={pending}
            onClick={() => void send((approval) => overridePrice({ lineId: line.id, priceMinor: null, approval }))}
          >
            {t('ownPrice', { price: money.full(line.listPriceMinor) })}
          </Button>
        )}
        <Button
          danger
          icon={<DeleteOutlined aria-hidden="true" />}
          disabled={pending}
          onClick={() => void send(() => removeLine({ lineId: line.id }))}
        >
          {t('remove')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
