import { App, Button, Drawer, Form, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface EditDrawerProps<T extends object> {
  readonly title: ReactNode;
  readonly form: FormInstance<T>;
  readonly initial: T;
  readonly pending: boolean;
  readonly size?: number;
  /** The reader may look and not save. */
  readonly readOnly?: boolean;
  readonly saveText?: string;
  /** Stands at the left of the foot, for example a delete button. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  onSubmit(this: void, values: T): void;
  onClose(this: void): void;
}

/** A form in a drawer; leaving it with changes asks first. */
export function EditDrawer<T extends object>(props: EditDrawerProps<T>) {
  const {
    title,
    form,
    initial,
    pending,
    size = 560,
    readOnly = false,
    saveText,
    extra,
    children,
    onSubmit,
    onClose,
  } = props;
  const { t } = useTranslation('desk');
  const { modal } = App.useApp();
  const leave = (): void => {
    if (!form.isFieldsTouched()) {
      onClose();
      return;
    }
    modal.confirm({
      title: t('discardTitle'),
      okText: t('discard'),
      cancelText: t('goOn'),
      onOk: onClose,
    });
  };
  return (
    <Drawer
      open
      title={title}
      size={size}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      mask={{ closable: true }}
      onClose={leave}
      footer={
        <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8, padding: '4px 0' }}>
          <div>{extra}</div>
          <div style={{ display: 'flex', gap: 8 }}>
            <Button onClick={leave}>{t(readOnly ? 'common:close' : 'common:cancel')}</Button>
            {!readOnly && (
              <Button type="primary" loading={pending} onClick={form.submit}>
                {saveText ?? t('save')}
              </Button>
            )}
          </div>
        </div>
      }
    >
      <Form<T>
        form={form}
        layout="vertical"
        disabled={readOnly}
        initialValues={initial}
        scrollToFirstError
        onFinish={onSubmit}
      >
        {children}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </Form>
    </Drawer>
  );
}
