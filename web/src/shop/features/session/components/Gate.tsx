import { Gate as DeskGate } from '@shared/desk/Gate';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The outer room, with what the back office promises. */
export function Gate({ children, wide = false }: { readonly children: ReactNode; readonly wide?: boolean }) {
  const { t } = useTranslation('session');
  return (
    <DeskGate slogan={t('slogan')} points={[t('point1'), t('point2'), t('point3')]} wide={wide}>
      {children}
    </DeskGate>
  );
}
