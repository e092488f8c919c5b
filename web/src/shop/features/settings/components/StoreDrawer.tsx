import { useLocalName } from '@shared/i18n/useLanguage';
import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StoreView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { useMoney } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { changeStore, createStore } from '../api/settings';
import { LabelItems } from './LabelItems';
import { ReceiptItems } from './ReceiptItems';
import { ReceiptPreview } from './ReceiptPreview';
import { DisplayItems } from './DisplayItems';
import styles from './Settings.module.css';
import { CounterItems, PlaceItems } from './StoreItems';
import { newStoreFields, storeEditOf, storeFieldsOf, type StoreFields } from './storeFields';

interface StoreDrawerProps {
  readonly view: StoreView | null;
  /** A new store begins with the rules of this one. */
  readonly template: StoreView | null;
  onClose(this: void): void;
  onDone(this: void): void;
}

/** A store and everything its tills do by rule. */
export function StoreDrawer({ view, template, onClose, onDone }: StoreDrawerProps) {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const { message } = App.useApp();
  const money = useMoney();
  const { pending, save } = useSave();
  const [form] = Form.useForm<StoreFields>();
  const from = view ?? template;
  const known = from === null ? newStoreFields : storeFieldsOf(from.store, money);
  const initial: StoreFields =
    view === null ? { ...known, code: '', name: '', nameEn: null, address: null, addressEn: null, phone: null } : known;

  const submit = async (fields: StoreFields): Promise<void> => {
    const edit = storeEditOf(fields, view?.version ?? 0, money);
    if (await save(() => (view === null ? createStore(edit) : changeStore(view.store.id, edit)), onDone)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  return (
    <EditDrawer<StoreFields>
      title={view === null ? t('newStore') : localName(view.store.name, view.store.nameEn)}
      form={form}
      initial={initial}
      pending={pending}
      size={1080}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <div className={styles['storeForm']}>
        <div>
          <PlaceItems isNew={view === null} />
          <CounterItems />
          <LabelItems />
          <ReceiptItems />
          <DisplayItems />
        </div>
        <ReceiptPreview />
      </div>
    </EditDrawer>
  );
}
