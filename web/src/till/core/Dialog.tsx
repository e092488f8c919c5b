import { Modal } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './Dialog.module.css';
import { KeyLayer, useShortcut } from './shortcuts';

interface DialogProps {
  readonly title: ReactNode;
  readonly width?: number;
  readonly children: ReactNode;
  onClose(this: void): void;
}

interface DialogBodyProps {
  readonly children: ReactNode;
  onClose(this: void): void;
}

// Holds the focus at first, so that Enter confirms the dialog instead of pressing its close button.
function DialogBody({ children, onClose }: DialogBodyProps) {
  const body = useRef<HTMLDivElement>(null);
  useShortcut('Escape', onClose);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLInputElement && body.current?.contains(focused))) {
        body.current?.focus({ preventScroll: true });
      }
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);
  return (
    <div ref={body} tabIndex={-1} className={styles['body']}>
      {children}
    </div>
  );
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
        <DialogBody onClose={onClose}>{children}</DialogBody>
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
