import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PictureOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, InputNumber } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { fitPicture } from '../../../core/fitPicture';
import { useSave } from '../../../core/useSave';
import { addPicture } from '../api/settings';
import styles from './Settings.module.css';
import { SlidePreview } from './SlidePreview';

const mostSlides = 10;
const slideEdge = 1_600;

interface SlidePictureProps {
  readonly label: string;
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
}

/** Chooses and takes away a slide's picture; a form's field. */
function SlidePicture({ label, value = null, onChange }: SlidePictureProps) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File): Promise<void> => {
    const image = await fitPicture(file, slideEdge);
    if (image === null) {
      void message.error(t('logoUnreadable'));
      return;
    }
    await save(async () => {
      const { id } = await addPicture(image);
      onChange?.(id);
    });
  };
  return (
    <div className={styles['slidePicture']}>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/svg+xml"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void take(file);
        }}
      />
      <Button icon={<PictureOutlined aria-hidden="true" />} loading={pending} onClick={() => input.current?.click()}>
        {t(value === null ? 'display.picture' : 'display.otherPicture')}
      </Button>
      {value !== null && (
        <Button type="text" danger onClick={() => onChange?.(null)}>
          {t('display.removePicture')}
        </Button>
      )}
    </div>
  );
}

/** What the customer's screen shows between customers. */
export function DisplayItems() {
  const { t } = useTranslation('settings');
  return (
    <>
      <h2 className={styles['group']}>{t('display.title')}</h2>
      <p className={styles['hint']}>{t('display.intro')}</p>
      <Form.List name="slides">
        {(fields, { add, remove, move }) => (
          <ol className={styles['slides']}>
            {fields.map((field, index) => (
              <li key={field.key} className={styles['slide']}>
                <div className={styles['slideHead']}>
                  <strong>{t('display.slide', { number: index + 1 })}</strong>
                  <span>
                    <Button
                      type="text"
                      icon={<ArrowUpOutlined />}
                      aria-label={t('display.up', { number: index + 1 })}
                      disabled={index === 0}
                      onClick={() => move(index, index - 1)}
                    />
                    <Button
                      type="text"
                      icon={<ArrowDownOutlined />}
                      aria-label={t('display.down', { number: index + 1 })}
                      disabled={index === fields.length - 1}
                      onClick={() => move(index, index + 1)}
                    />
                    <Button
                      type="text"
                      danger
                      icon={<DeleteOutlined />}
                      aria-label={t('display.remove', { number: index + 1 })}
                      onClick={() => remove(field.name)}
                    />
                  </span>
                </div>
                <div className={styles['slideBody']}>
                  <div>
                    <Form.Item name={[field.name, 'text']} label={t('display.text')}>
                      <Input maxLength={100} autoComplete="off" />
                    </Form.Item>
                    <Form.Item name={[field.name, 'textEn']} label={t('display.textEn')}>
                      <Input maxLength={100} autoComplete="off" />
                    </Form.Item>
                    <Form.Item
                      name={[field.name, 'pictureId']}
                      dependencies={[['slides', field.name, 'text']]}
                      rules={[
                        ({ getFieldValue }) => ({
                          validator: (_, value: string | null | undefined) => {
                            const text = getFieldValue(['slides', field.name, 'text']) as string | null | undefined;
                            return value != null || (text ?? '').trim() !== ''
                              ? Promise.resolve()
                              : Promise.reject(new Error(t('display.empty')));
                          },
                        }),
                      ]}
                    >
                      <SlidePicture label={t('display.pictureOf', { number: index + 1 })} />
                    </Form.Item>
                  </div>
                  <SlidePreview index={field.name} />
                </div>
              </li>
            ))}
            {fields.length < mostSlides && (
              <li>
                <Button
                  icon={<PlusOutlined aria-hidden="true" />}
                  onClick={() => add({ text: '', textEn: '', pictureId: null })}
                >
                  {t('display.add')}
                </Button>
              </li>
            )}
          </ol>
        )}
      </Form.List>
      <Form.Item
        name="slideSeconds"
        label={t('display.seconds')}
        rules={[{ required: true, type: 'integer', min: 3, max: 120, message: t('display.secondsRule') }]}
      >
        <InputNumber min={3} max={120} precision={0} />
      </Form.Item>
    </>
  );
}
