import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../core/Frame';
import { goTo, useRoute } from '../../../core/route';
import { MerchantPanel } from './MerchantPanel';
import { StoreList } from './StoreList';
import { TenderPanel } from './TenderPanel';
import { TillList } from './TillList';

const tabs = ['stores', 'tills', 'tenders', 'merchant'] as const;

/** The merchant, its stores and their tills. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { id } = useRoute();
  const active = tabs.find((tab) => tab === id) ?? 'stores';
  const content = { stores: <StoreList />, tills: <TillList />, tenders: <TenderPanel />, merchant: <MerchantPanel /> };
  return (
    <Page title={t('title')}>
      <Tabs
        activeKey={active}
        onChange={(tab) => goTo('settings', tab)}
        destroyOnHidden
        items={tabs.map((tab) => ({ key: tab, label: t(tab), children: content[tab] }))}
      />
    </Page>
  );
}
