import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WalletCheck } from '../../../api/types';

interface CheckResultProps {
  readonly check: WalletCheck;
  readonly wallet: string;
}

/** What came of trying an account, and what to do. */
export function CheckResult({ check, wallet }: CheckResultProps) {
  const { t } = useTranslation('wallets');
  const good = check.result === 'Good';
  const name = t(`names.${wallet}`);
  return (
    <Alert
      type={good ? 'success' : 'error'}
      showIcon
      role="status"
      style={{ marginBottom: 12 }}
      title={t(`checks.${check.result}.title`, { wallet: name })}
      description={
        <>
          {t(`checks.${check.result}.text`, { wallet: name, milliseconds: check.milliseconds })}
          {check.reason !== '' && (
            <>
              {' '}
              <code>{check.reason}</code>
            </>
          )}
        </>
      }
    />
  );
}
