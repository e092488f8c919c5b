import { useLocalName } from '@shared/i18n/useLanguage';
import { TenderIcon } from '@shared/components/TenderIcon';
import { tenderIcons } from '@shared/components/tenderIcons';
import { App, Form, Input, InputNumber, Radio, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TenderTypeView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { NameItems, orNull } from '../../../core/fields';
import { useSave } from '../../../core/useSave';
import { changeTenderType, createTenderType } from '../api/settings';
import styles from './Settings.module.css';

interface TenderDrawerProps {
  readonly view: TenderTypeView | null;
  readonly nextSort: number;
  onClose(this: void): void;
  onDone(this: void): void;
}

interface Fields {
  readonly name: string;
  readonly nameEn?: string | null;
  readonly code?: string | null;
  readonly active: boolean;
  readonly sort: number;
  readonly givesChange: boolean;
  readonly refundable: boolean;
  readonly asksReference: boolean;
  readonly referenceName?: string | null;
  readonly referenceNameEn?: string | null;
  readonly color: string;
  readonly icon: string;
}

// Dark enough for a white pictogram.
const colorNames: Readonly<Record<string, string>> = {
  '#1d4f91': 'blue',
  '#1f7a3d': 'green',
  '#a8480f': 'orange',
  '#8a1c4a': 'red',
  '#5b3fa0': 'violet',
  '#0b5a54': 'teal',
  '#6b4e16': 'brown',
  '#4a5560': 'grey',
};
const colors = Object.keys(colorNames);

function Rule({
  name,
  extra,
}: {
  readonly name: 'active' | 'givesChange' | 'refundable' | 'asksReference';
  readonly extra: string;
}) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles['switch']}>
      <Form.Item name={name} valuePropName="checked" noStyle>
        <Switch aria-label={t(`tender.switches.${name}`)} />
      </Form.Item>
      <span>
        <strong>{t(`tender.switches.${name}`)}</strong>
        <span className={styles['hint']}>{extra}</span>
      </span>
    </div>
  );
}

/** One of the owner's tenders and its rules. */
export function TenderDrawer({ view, nextSort, onClose, onDone }: TenderDrawerProps) {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const asks = Form.useWatch('asksReference', form) ?? view?.tenderType.asksReference ?? false;
  const color = Form.useWatch('color', form) ?? view?.tenderType.color ?? '#1d4f91';
  const submit = async (fields: Fields): Promise<void> => {
    const edit = {
      version: view?.version ?? 0,
      code: view === null ? orNull(fields.code) : null,
      name: fields.name.trim(),
      nameEn: orNull(fields.nameEn),
      active: fields.active,
      sort: fields.sort,
      givesChange: fields.givesChange,
      refundable: fields.refundable,
      asksReference: fields.asksReference,
      referenceName: orNull(fields.referenceName),
      referenceNameEn: orNull(fields.referenceNameEn),
      color: fields.color,
      icon: fields.icon,
    };
    if (
      await save(() => (view === null ? createTenderType(edit) : changeTenderType(view.tenderType.id, edit)), onDone)
    ) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  return (
    <EditDrawer<Fields>
      title={view === null ? t('tender.new') : localName(view.tenderType.name, view.tenderType.nameEn)}
      form={form}
      initial={
        view === null
          ? {
              name: '',
              active: true,
              sort: nextSort,
              givesChange: false,
              refundable: true,
              asksReference: false,
              color: '#1d4f91',
              icon: 'wallet',
            }
          : view.tenderType
      }
      pending={pending}
      size={520}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <NameItems longest={20} autoFocus={view === null} />
      {view === null ? (
        <Form.Item
          name="code"
          label={t('tender.code')}
          extra={t('tender.codeExtra')}
          rules={[{ pattern: /^[a-z0-9-]{1,16}$/, message: t('tender.codeRule') }]}
        >
          <Input prefix="x-" maxLength={16} autoComplete="off" style={{ width: 220 }} />
        </Form.Item>
      ) : (
        <Form.Item label={t('tender.code')}>
          <Input value={view.tenderType.code} disabled readOnly aria-label={t('tender.code')} style={{ width: 220 }} />
        </Form.Item>
      )}
      <Rule name="active" extra={t('tender.activeExtra')} />
      <Rule name="refundable" extra={t('tender.refundableExtra')} />
      <Rule name="givesChange" extra={t('tender.givesChangeExtra')} />
      <Rule name="asksReference" extra={t('tender.asksReferenceExtra')} />
      {asks && (
        <div className={styles['two']}>
          <Form.Item name="referenceName" label={t('tender.referenceName')}>
            <Input maxLength={20} autoComplete="off" placeholder={t('tender.referenceExample')} />
          </Form.Item>
          <Form.Item name="referenceNameEn" label={t('tender.referenceNameEn')}>
            <Input maxLength={20} autoComplete="off" />
          </Form.Item>
        </div>
      )}
      <Form.Item name="icon" label={t('tender.icon')}>
        <Radio.Group className={styles['tenderChoices'] ?? ''}>
          {tenderIcons.map((icon) => (
            <Radio key={icon} value={icon} aria-label={t(`tender.icons.${icon}`)}>
              <TenderIcon icon={icon} color={color} />
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="color" label={t('tender.color')}>
        <Radio.Group className={styles['tenderChoices'] ?? ''}>
          {(colors.includes(color) ? colors : [color, ...colors]).map((each) => (
            <Radio key={each} value={each} aria-label={t(`tender.colors.${colorNames[each] ?? 'own'}`)}>
              <span className={styles['tenderColor']} style={{ background: each }} />
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="sort" label={t('tender.sort')} extra={t('tender.sortExtra')}>
        <InputNumber min={0} max={9_999} precision={0} />
      </Form.Item>
    </EditDrawer>
  );
}
