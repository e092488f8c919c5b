import { useLocalName } from '@shared/i18n/useLanguage';
import { App, ColorPicker, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CategoryEdit, CategoryView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { NameItems, orNull } from '../../../core/fields';
import { useSave } from '../../../core/useSave';
import { changeCategory, createCategory, deleteCategory } from '../api/groups';
import { DeleteButton } from './DeleteButton';

interface CategoryDrawerProps {
  readonly view: CategoryView | null;
  readonly nextSort: number;
  onClose(this: void): void;
  onDone(this: void): void;
}

const palette = ['#4F9BD9', '#2E8B7A', '#6AA84F', '#E0A030', '#D9743A', '#C0504D', '#8E6BB8', '#9A6541', '#5A6866'];

export function CategoryDrawer({ view, nextSort, onClose, onDone }: CategoryDrawerProps) {
  const { t } = useTranslation('groups');
  const localName = useLocalName();
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Omit<CategoryEdit, 'version'>>();
  const submit = async (fields: Omit<CategoryEdit, 'version'>): Promise<void> => {
    const edit = { ...fields, version: view?.version ?? 0, name: fields.name.trim(), nameEn: orNull(fields.nameEn) };
    // Somebody saved in between: the list is loaded again, and the category opened from it.
    if (await save(() => (view === null ? createCategory(edit) : changeCategory(view.category.id, edit)), onDone)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  return (
    <EditDrawer
      title={view === null ? t('newCategory') : localName(view.category.name, view.category.nameEn)}
      form={form}
      initial={view?.category ?? { name: '', color: palette[0] ?? '', sort: nextSort }}
      pending={pending}
      size={440}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
      extra={
        view !== null && (
          <DeleteButton
            title={t('deleteCategory', { name: view.category.name })}
            remove={() => deleteCategory(view.category.id, view.version)}
            onDone={onDone}
          />
        )
      }
    >
      <NameItems longest={50} autoFocus />
      <Form.Item
        name="color"
        label={t('color')}
        extra={t('colorExtra')}
        getValueFromEvent={(color: { toHexString(): string }) => color.toHexString().slice(0, 7)}
      >
        <ColorPicker disabledAlpha showText presets={[{ label: t('palette'), colors: palette }]} />
      </Form.Item>
      <Form.Item name="sort" label={t('sort')} extra={t('sortExtra')} rules={[{ required: true }]}>
        <InputNumber precision={0} min={-100000} max={100000} style={{ width: 140 }} />
      </Form.Item>
    </EditDrawer>
  );
}
