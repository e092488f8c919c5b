import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

interface RemoveButtonProps {
  readonly title: string;
  readonly text: string;
  onRemove(this: void): Promise<void>;
}

/** Removes an entry once that was confirmed. */
export function RemoveButton({ title, text, onRemove }: RemoveButtonProps) {
  const { t } = useTranslation('chips');
  return (
    <Popconfirm
      title={title}
      description={text}
      okText={t('remove')}
      cancelText={t('common:cancel')}
      onConfirm={() => onRemove()}
    >
      <Button danger>{t('remove')}</Button>
    </Popconfirm>
  );
}
