import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MerchantView } from '../../../api/types';
import { NameItems, orNull } from '../../../core/fields';
import { Panel } from '../../../core/Frame';
import { useSession } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { changeMerchant, merchant } from '../api/settings';
import styles from './Settings.module.css';

interface Fields {
  readonly name: string;
  readonly nameEn?: string | null;
}

function MerchantForm({ view, onReload }: { readonly view: MerchantView; onReload(this: void): void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { refresh } = useSession();
  const { pending, save } = useSave();
  const submit = async ({ name, nameEn }: Fields): Promise<void> => {
    if (
      await save(() => changeMerchant({ version: view.version, name: name.trim(), nameEn: orNull(nameEn) }), onReload)
    ) {
      void message.success(t('core:saved'));
      onReload();
      refresh();
    }
  };
  return (
    <Form<Fields>
      className={styles['narrow'] ?? ''}
      layout="vertical"
      initialValues={view.merchant}
      onFinish={(fields) => void submit(fields)}
    >
      <NameItems longest={100} />
      <Form.Item label={t('currency')} extra={t('currencyExtra')}>
        <Input value={view.merchant.currency} readOnly disabled aria-label={t('currency')} style={{ width: 140 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={pending}>
        {t('core:save')}
      </Button>
    </Form>
  );
}

export function MerchantPanel() {
  const { t } = useTranslation('settings');
  const loaded = useLoad('', merchant);
  return (
    <Panel title={t('merchant')}>
      <LoadedView loaded={loaded}>
        {(view) => <MerchantForm key={view.version} view={view} onReload={loaded.reload} />}
      </LoadedView>
    </Panel>
  );
}
