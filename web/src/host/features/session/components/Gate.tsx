import { Gate as DeskGate } from '@shared/desk/Gate';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The outer room, with what the host promises. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('session');
  return (
    <DeskGate slogan={t('slogan')} points={[t('point1'), t('point2'), t('point3')]}>
      {children}
    </DeskGate>
  );
}
