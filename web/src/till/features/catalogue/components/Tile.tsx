import { useLocalName } from '@shared/i18n/useLanguage';
import { useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureUrl } from '../../../api/tillApi';
import type { ProductTile } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import styles from './Catalogue.module.css';

interface TileProps {
  readonly product: ProductTile;
  readonly color: string | undefined;
  readonly disabled: boolean;
  readonly current?: boolean;
  onPick(this: void, product: ProductTile): void;
}

type Colored = CSSProperties & { readonly '--tile'?: string };

/** One product to tap. */
export function Tile({ product, color, disabled, current = false, onPick }: TileProps) {
  const { t } = useTranslation('catalogue');
  const money = useMoney();
  const localName = useLocalName();
  const [broken, setBroken] = useState(false);
  const name = localName(product.name, product.nameEn);
  const picture = broken ? null : (product.pictureId ?? null);
  const style: Colored = color === undefined ? {} : { '--tile': color };
  return (
    <button
      type="button"
      className={styles['tile']}
      disabled={disabled}
      aria-current={current ? 'true' : undefined}
      onClick={() => {
        onPick(product);
      }}
    >
      <span className={styles['picture']} style={style}>
        {picture === null ? (
          <span aria-hidden="true">{Array.from(name)[0]}</span>
        ) : (
          <img src={pictureUrl(picture)} alt="" loading="lazy" onError={() => setBroken(true)} />
        )}
        {product.weighed && <span className={styles['weighed']}>{t('weighed')}</span>}
      </span>
      <span className={styles['text']}>
        <span className={styles['name']}>{name}</span>
        <span className={styles['price']}>
          {money.full(product.priceMinor)}{' '}
          <span className={styles['unit']}>/ {localName(product.unit, product.unitEn)}</span>
        </span>
      </span>
    </button>
  );
}
