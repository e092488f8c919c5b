import { EditOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Pairs, Panel } from '@shared/desk/Frame';
import { Mark } from '@shared/desk/Mark';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { WalletAccountView, WalletCheck } from '../../../api/types';
import { CheckResult } from './CheckResult';
import styles from './Wallets.module.css';

interface AccountPanelProps {
  readonly account: WalletAccountView;
  /** Null for whoever may not change it. */
  readonly onEdit: (() => void) | null;
  onChecked(this: void): void;
}

/** One merchant's account at a wallet. */
export function AccountPanel({ account, onEdit, onChecked }: AccountPanelProps) {
  const { t } = useTranslation('wallets');
  const language = useLanguage();
  const { pending, save } = useSave();
  const [check, setCheck] = useState<WalletCheck | null>(null);
  const ask = async (): Promise<void> => {
    setCheck(null);
    await save(async () => setCheck(await hostApi.post<WalletCheck>(`wallet-accounts/${account.id}/check`)));
    onChecked();
  };
  const alipay = account.wallet === 'alipay';
  return (
    <Panel
      title={`${t(`names.${account.wallet}`)} · ${account.merchantName}`}
      extra={
        <span className={styles['head']}>
          <Mark tone={account.isOpen ? 'good' : 'bad'}>{t(account.isOpen ? 'open' : 'closed')}</Mark>
          {onEdit !== null && (
            <>
              <Button
                size="small"
                icon={<ThunderboltOutlined aria-hidden="true" />}
                loading={pending}
                onClick={() => void ask()}
              >
                {t('check')}
              </Button>
              <Button size="small" icon={<EditOutlined aria-hidden="true" />} onClick={onEdit}>
                {t('edit')}
              </Button>
            </>
          )}
        </span>
      }
    >
      {check !== null && <CheckResult check={check} wallet={account.wallet} />}
      <Pairs
        rows={[
          [t('merchant'), <span className="figures">{account.merchant}</span>],
          [
            t(alipay ? 'sellerNumber' : 'mchid'),
            account.number === '' ? '–' : <span className="figures">{account.number}</span>,
          ],
          [t('appId'), <span className="figures">{account.appId}</span>],
          [t('gateway'), <span className={styles['address']}>{account.gateway}</span>],
          [
            t('notifyAddress'),
            <span className={styles['address']}>
              {account.notifyAddress === '' ? t('noNotify') : account.notifyAddress}
            </span>,
          ],
          [t('fee'), account.feePpm === 0 ? t('noFee') : `${(account.feePpm / 10_000).toFixed(2)}%`],
          account.ownSerial === ''
            ? null
            : [t('ownSerial'), <span className={styles['serial']}>{account.ownSerial}</span>],
          [
            t('platform'),
            account.certificates.length === 0
              ? t('noCertificates')
              : account.certificates.map((one) => (
                  <div key={one.serial} className={styles['serial']}>
                    {one.serial === '' ? t('plainKey') : one.serial}{' '}
                    <small>
                      {one.toMs == null ? t('noEnd') : t('until', { time: formatTime(one.toMs, 'day', language) })}
                    </small>
                  </div>
                )),
          ],
        ]}
      />
    </Panel>
  );
}
