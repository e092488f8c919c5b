import { DeleteOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSave } from '../../../core/useSave';

interface DeleteButtonProps {
  readonly title: string;
  remove(this: void): Promise<unknown>;
  onDone(this: void): void;
}

/** Deletes after asking. */
export function DeleteButton({ title, remove, onDone }: DeleteButtonProps) {
  const { t } = useTranslation('core');
  const { modal } = App.useApp();
  const { pending, save } = useSave();
  return (
    <Button
      type="text"
      danger
      icon={<DeleteOutlined aria-hidden="true" />}
      loading={pending}
      onClick={() => {
        modal.confirm({
          title,
          okText: t('delete'),
          okButtonProps: { danger: true },
          onOk: () => save(remove, onDone).then((done) => done && onDone()),
        });
      }}
    >
      {t('delete')}
    </Button>
  );
}
