import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Panel } from '@shared/desk/Frame';
import { useSave } from '@shared/desk/useSave';
import { App, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { HostPolicy, OperatorView } from '../../../api/types';
import { useSession } from '../../../core/session';
import styles from './Policy.module.css';

/** Whether everybody needs a second factor. */
export function Policy({ operators }: { readonly operators: readonly OperatorView[] }) {
  const { t } = useTranslation('operators');
  const { message, modal } = App.useApp();
  const { view } = useSession();
  const { pending, save } = useSave();
  const loaded = useLoad('policy', () => hostApi.get<HostPolicy>('policy'));
  const without = operators.filter((one) => one.active && !one.secondFactor).length;
  const set = async (secondFactorRequired: boolean): Promise<void> => {
    if (await save(() => hostApi.put('policy', { secondFactorRequired }))) {
      void message.success(t(secondFactorRequired ? 'policyOn' : 'policyOff'));
      loaded.reload();
    }
  };
  const change = (required: boolean): void => {
    if (!required || without === 0) {
      void set(required);
      return;
    }
    modal.confirm({
      title: t('policyAsk'),
      content: `${t('policyAskText')} ${t('policyWithout', { count: without })}`,
      okText: t('policyTurnOn'),
      cancelText: t('common:cancel'),
      onOk: () => set(true),
    });
  };
  return (
    <Panel>
      <LoadedView loaded={loaded}>
        {(policy) => (
          <div className={styles['policy']}>
            <div>
              <strong id="policy-title">{t('policyTitle')}</strong>
              <p>
                {t('policyText')} {without === 0 ? t('policyAll') : t('policyWithout', { count: without })}
                {!view.secondFactor && !policy.secondFactorRequired && <> {t('policyOwn')}</>}
              </p>
            </div>
            <Switch
              aria-labelledby="policy-title"
              checked={policy.secondFactorRequired}
              disabled={!view.secondFactor && !policy.secondFactorRequired}
              loading={pending}
              onChange={change}
            />
          </div>
        )}
      </LoadedView>
    </Panel>
  );
}
