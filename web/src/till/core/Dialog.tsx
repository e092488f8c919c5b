import { Modal } from 'antd';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';
import { KeyLayer, useShortcut } from './shortcuts';

interface DialogProps {
  readonly title: ReactNode;
  readonly width?: number;
  readonly children: ReactNode;
  onClose(this: void): void;
}

function EscapeKey({ onClose }: { onClose(this: void): void }) {
  useShortcut('Escape', onClose);
  return null;
}

/** A dialog that is open as long as it is rendered; it takes the keys, Escape closes it. */
export function Dialog({ title, width = 460, children, onClose }: DialogProps) {
  return (
    <Modal
      open
      centered
      title={title}
      width={width}
      footer={null}
      keyboard={false}
      mask={{ closable: false }}
      className={styles['dialog'] ?? ''}
      onCancel={onClose}
    >
      <KeyLayer>
        <EscapeKey onClose={onClose} />
        {children}
      </KeyLayer>
    </Modal>
  );
}

/** The row of buttons at a dialog's foot. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}

/** Confirms the dialog that it stands in. */
export function EnterKey({ enabled, press }: { readonly enabled: boolean; press(this: void): void }) {
  useShortcut('Enter', press, { enabled });
  return null;
}
