import { useTranslation } from 'react-i18next';
import type { PrinterSetup } from '../../../api/types';

/** Where a printer is, in words. */
export function usePlace(): (setup: PrinterSetup | null) => string {
  const { t } = useTranslation('devices');
  return (setup) => {
    if (setup === null) {
      return t('place.start');
    }
    return setup.kind === 'tcp'
      ? t('place.tcp', { host: setup.host ?? '', port: setup.port })
      : setup.kind === 'file'
        ? t('place.file', { path: setup.path ?? '' })
        : t('place.none');
  };
}
