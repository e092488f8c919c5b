import { Button, Checkbox, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrinterSetup } from '../../../api/types';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';
import { useAct } from '../../../core/useAct';
import { setUpPrinter } from '../api/devices';
import styles from './Devices.module.css';

type Kind = 'tcp' | 'file' | 'none';

interface PrinterDialogProps {
  readonly setup: PrinterSetup | null;
  onClose(this: void): void;
}

const speeds = [9600, 19200, 38400, 57600, 115200] as const;
const usualPort = 9100;

/** Chooses where this till's printer is; asks for a second person when the cashier may not. */
export function PrinterDialog({ setup, onClose }: PrinterDialogProps) {
  const { t } = useTranslation('devices');
  const { pending, act } = useAct();
  const [kind, setKind] = useState<Kind>((setup?.kind as Kind | undefined) ?? 'tcp');
  const [host, setHost] = useState(setup?.host ?? '');
  const [port, setPort] = useState(setup?.port ?? usualPort);
  const [path, setPath] = useState(setup?.path ?? '/dev/usb/lp0');
  const [baud, setBaud] = useState<number | null>(setup?.baud ?? null);
  const [mute, setMute] = useState(setup?.answers === false);
  const isSerial = path.startsWith('/dev/tty');
  const ready = kind === 'none' || (kind === 'tcp' ? host.trim() !== '' : path.trim() !== '');
  const save = (): void => {
    void act((approval) =>
      setUpPrinter({
        kind,
        host: kind === 'tcp' ? host.trim() : null,
        port: kind === 'tcp' ? port : null,
        path: kind === 'file' ? path.trim() : null,
        baud: kind === 'file' && isSerial ? (baud ?? 9600) : null,
        answers: kind !== 'none' && mute ? false : null,
        approval,
      }),
    ).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={t('change')} width={520} onClose={onClose}>
      <EnterKey enabled={ready && !pending} press={save} />
      <div className={styles['form']}>
        <Segmented<Kind>
          block
          value={kind}
          options={[
            { value: 'tcp', label: t('form.tcp') },
            { value: 'file', label: t('form.file') },
            { value: 'none', label: t('form.none') },
          ]}
          onChange={setKind}
        />
        {kind === 'tcp' && (
          <div className={styles['address']}>
            <label>
              <span>{t('form.host')}</span>
              <Input
                value={host}
                placeholder="192.168.1.100"
                onChange={(event) => {
                  setHost(event.target.value);
                }}
              />
            </label>
            <label>
              <span>{t('form.port')}</span>
              <InputNumber
                min={1}
                max={65535}
                value={port}
                controls={false}
                style={{ width: '100%' }}
                onChange={(value) => {
                  setPort(value ?? usualPort);
                }}
              />
            </label>
          </div>
        )}
        {kind === 'file' && (
          <label>
            <span>{t('form.path')}</span>
            <Input
              value={path}
              onChange={(event) => {
                setPath(event.target.value);
              }}
            />
          </label>
        )}
        {kind === 'file' && isSerial && (
          <label>
            <span>{t('form.baud')}</span>
            <Select
              value={baud ?? 9600}
              options={speeds.map((speed) => ({ value: speed, label: String(speed) }))}
              onChange={setBaud}
            />
          </label>
        )}
        <p className={styles['muted']}>{t(`form.help.${kind}`)}</p>
        {kind !== 'none' && (
          <Checkbox
            checked={mute}
            onChange={(event) => {
              setMute(event.target.checked);
            }}
          >
            {t('form.mute')}
          </Checkbox>
        )}
      </div>
      <DialogActions>
        <Button type="primary" size="large" loading={pending} disabled={!ready} onClick={save}>
          {t('form.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
