import { useLocalName } from '@shared/i18n/useLanguage';
import { parseMilli } from '@shared/money/quantity';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductTile } from '../../../api/types';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { addProduct } from '../api/catalogue';

interface WeightDialogProps {
  readonly product: ProductTile;
  onClose(this: void): void;
}

/** Asks the weight of a product that is sold by it. */
export function WeightDialog({ product, onClose }: WeightDialogProps) {
  const { t } = useTranslation('catalogue');
  const money = useMoney();
  const localName = useLocalName();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const quantityMilli = parseMilli(text) ?? 0;
  const unit = localName(product.unit, product.unitEn);
  const add = (): void => {
    void act(() => addProduct({ productId: product.id, quantityMilli })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={localName(product.name, product.nameEn)} width={400} onClose={onClose}>
      <p>
        {money.full(product.priceMinor)} / {unit}
      </p>
      <EnterKey enabled={quantityMilli > 0 && !pending} press={add} />
      <NumberEntry label={t('weight')} text={text} suffix={unit} decimals={3} longest={4} onChange={setText} />
      <DialogActions>
        <Button type="primary" size="large" loading={pending} disabled={quantityMilli <= 0} onClick={add}>
          {t('add')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
