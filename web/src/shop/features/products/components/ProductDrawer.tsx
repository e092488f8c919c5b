import { useLocalName } from '@shared/i18n/useLanguage';
import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductView, ProposalView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { useMoney } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { acceptProposal, changeProduct, createProduct, deleteProduct, product } from '../api/products';
import { ProductForm, type Choices } from './ProductForm';
import { editOf, emptyFields, fieldsOf, fieldsOfProposal, type ProductFields } from './productFields';

/** What the drawer is open for. */
export type Opened =
  | { readonly kind: 'new' }
  | { readonly kind: 'product'; readonly view: ProductView }
  | { readonly kind: 'proposal'; readonly proposal: ProposalView };

interface ProductDrawerProps {
  readonly opened: Opened;
  readonly choices: Choices;
  onClose(this: void): void;
  /** Something was saved or deleted. */
  onDone(this: void): void;
}

/** Makes or changes a product. */
export function ProductDrawer({ opened, choices, onClose, onDone }: ProductDrawerProps) {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  const { message, modal } = App.useApp();
  const money = useMoney();
  const [form] = Form.useForm<ProductFields>();
  const { pending, save } = useSave();
  const [view, setView] = useState(opened.kind === 'product' ? opened.view : null);
  const unit = t('defaultUnit');
  const initial =
    view !== null
      ? fieldsOf(view, money)
      : opened.kind === 'proposal'
        ? fieldsOfProposal(opened.proposal, choices.taxClasses, unit, money)
        : emptyFields(choices.taxClasses, unit);

  const loadAgain = async (id: string): Promise<void> => {
    await save(async () => {
      const now = await product(id);
      setView(now);
      form.setFieldsValue(fieldsOf(now, money));
    });
  };

  const send = (fields: ProductFields): Promise<ProductView> => {
    const edit = editOf(fields, view?.version ?? 0, money);
    if (view !== null) {
      return changeProduct(view.product.id, edit);
    }
    return opened.kind === 'proposal' ? acceptProposal(opened.proposal.id, edit) : createProduct(edit);
  };

  const submit = async (fields: ProductFields): Promise<void> => {
    const again = (): void => void (view !== null && loadAgain(view.product.id));
    if (await save(() => send(fields), again)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };

  const remove = ({ product: { id, name }, version }: ProductView): void => {
    modal.confirm({
      title: t('deleteTitle', { name }),
      content: t('deleteText'),
      okText: t('core:delete'),
      okButtonProps: { danger: true },
      onOk: async () => {
        if (
          await save(
            () => deleteProduct(id, version),
            () => void loadAgain(id),
          )
        ) {
          void message.success(t('deleted'));
          onDone();
        }
      },
    });
  };

  return (
    <EditDrawer
      title={
        view === null
          ? t(opened.kind === 'proposal' ? 'acceptTitle' : 'newTitle')
          : localName(view.product.name, view.product.nameEn)
      }
      form={form}
      initial={initial}
      pending={pending}
      size={620}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
      extra={
        view !== null && (
          <Button type="text" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={() => remove(view)}>
            {t('core:delete')}
          </Button>
        )
      }
    >
      <ProductForm choices={choices} />
    </EditDrawer>
  );
}
