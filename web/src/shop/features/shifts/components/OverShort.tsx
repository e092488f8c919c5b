import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMoney } from '../../../core/session';

/** Counted less expected: short in red, over in orange, right in green. */
export function OverShort({ minor }: { readonly minor: number | null | undefined }) {
  const { t } = useTranslation('shifts');
  const money = useMoney();
  if (minor === null || minor === undefined) {
    return <Tag color="processing">{t('open')}</Tag>;
  }
  return (
    <Tag className="figures" color={minor === 0 ? 'success' : minor < 0 ? 'error' : 'warning'}>
      {minor === 0 ? t('even') : `${t(minor < 0 ? 'short' : 'over')} ${money.full(Math.abs(minor))}`}
    </Tag>
  );
}
