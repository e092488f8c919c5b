import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';
import { DialogActions } from '../../../core/Dialog';
import { useAct } from '../../../core/useAct';

interface NoteEntryProps {
  readonly initial: string;
  readonly label: string;
  save(this: void, note: string | null): Promise<TillView>;
  onClose(this: void): void;
}

/** A note on the order, or the note with which it is put aside. */
export function NoteEntry({ initial, label, save, onClose }: NoteEntryProps) {
  const { t } = useTranslation('cart');
  const { pending, act } = useAct();
  const [note, setNote] = useState(initial);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => save(note.trim() === '' ? null : note.trim())).then((done) => {
          if (done !== null) {
            onClose();
          }
        });
      }}
    >
      <Input
        autoFocus
        aria-label={t('note')}
        placeholder={t('notePlaceholder')}
        value={note}
        maxLength={200}
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      <DialogActions>
        <Button type="primary" size="large" htmlType="submit" loading={pending}>
          {label}
        </Button>
      </DialogActions>
    </form>
  );
}
