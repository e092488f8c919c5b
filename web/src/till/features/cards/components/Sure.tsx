import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';

interface SureProps {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly pending: boolean;
  onYes(this: void): void;
  onClose(this: void): void;
}

/** One question before something that is not undone by a press. */
export function Sure({ title, text, yes, pending, onYes, onClose }: SureProps) {
  const { t } = useTranslation('cards');
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogActions>
        <Button size="large" disabled={pending} onClick={onClose}>
          {t('common:back')}
        </Button>
        <Button type="primary" size="large" loading={pending} onClick={onYes}>
          {yes}
        </Button>
      </DialogActions>
      <EnterKey enabled={!pending} press={onYes} />
    </Dialog>
  );
}
