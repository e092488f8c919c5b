import { useTranslation } from 'react-i18next';
import { useMoney } from '../../../core/session';
import { Mark } from '../../../core/Mark';

/** Counted less expected: short in red, over in orange, right in green. */
export function OverShort({ minor }: { readonly minor: number | null | undefined }) {
  const { t } = useTranslation('shifts');
  const money = useMoney();
  if (minor === null || minor === undefined) {
    return <Mark tone="info">{t('open')}</Mark>;
  }
  return (
    <Mark tone={minor === 0 ? 'good' : minor < 0 ? 'bad' : 'warn'}>
      {minor === 0 ? t('even') : `${t(minor < 0 ? 'short' : 'over')} ${money.full(Math.abs(minor))}`}
    </Mark>
  );
}
